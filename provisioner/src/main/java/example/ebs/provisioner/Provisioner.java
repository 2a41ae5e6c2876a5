package example.ebs.provisioner;

import example.ebs.csi.time.Waiting;
import example.ebs.provisioner.attachment.AttachmentReconciler;
import example.ebs.provisioner.attachment.LostAttachments;
import example.ebs.provisioner.attachment.VolumeFinalizerReconciler;
import example.ebs.provisioner.capacity.CapacityReconciler;
import example.ebs.provisioner.claim.ClaimMarks;
import example.ebs.provisioner.claim.ClaimPlaces;
import example.ebs.provisioner.claim.ClaimReconciler;
import example.ebs.provisioner.claim.ClaimReports;
import example.ebs.provisioner.claim.ClaimWatch;
import example.ebs.provisioner.claim.DriverVolumes;
import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.csi.CsiController;
import example.ebs.provisioner.csi.DriverNames;
import example.ebs.provisioner.drift.DriftReconciler;
import example.ebs.provisioner.event.KubernetesEvents;
import example.ebs.provisioner.loop.Leadership;
import example.ebs.provisioner.loop.LoopMetrics;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.ReconcileLoop;
import example.ebs.provisioner.loop.Reconciler;
import example.ebs.provisioner.reclaim.ReclaimReconciler;
import example.ebs.provisioner.topology.FullSegments;
import example.ebs.provisioner.topology.NodePlaces;
import example.ebs.provisioner.topology.PlaceChoice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.grpc.Channel;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Kubernetes loops over one CSI driver, put together.
 *
 * <p>Every replica watches, and the one that has the lease works; so another goes on at once where
 * one has died.
 */
public final class Provisioner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Provisioner.class);
  private static final Duration LONGEST_START = Duration.ofMinutes(2);

  private final Cluster cluster;
  private final KubernetesEvents events;
  private final CapacityReconciler capacity;
  private final ReconcileLoop claimLoop;
  private final ReconcileLoop reclaimLoop;
  private final ReconcileLoop capacityLoop;
  private final ReconcileLoop attachmentLoop;
  private final ReconcileLoop volumeLoop;
  private final ReconcileLoop driftLoop;

  private Provisioner(
      ProvisionerConfig config,
      KubernetesClient client,
      CsiController driver,
      MeterRegistry metrics,
      Waiting waiting) {
    DriverNames names = new DriverNames(driver.driver());
    cluster = new Cluster(client);
    events = new KubernetesEvents(client, names.driver(), config.identity(), waiting.clock());
    NodePlaces places = new NodePlaces(cluster, names.driver());
    FullSegments full = new FullSegments(waiting.clock());
    capacity =
        new CapacityReconciler(cluster, names, places, full, config.namespace(), waiting.clock());
    LoopMetrics measured = new LoopMetrics(metrics);
    capacityLoop = new ReconcileLoop("capacity", capacity, measured, waiting);
    ClaimMarks marks = new ClaimMarks(client, names);
    ClaimReports reports = new ClaimReports(events);
    ClaimPlaces claimPlaces =
        new ClaimPlaces(
            marks,
            new PlaceChoice(places, full),
            (storageClass, tried) ->
                tried
                    .first()
                    .ifPresent(
                        segment -> {
                          full.mark(storageClass.getMetadata().getName(), segment);
                          capacityLoop.offer(ObjectKey.of(storageClass));
                        }));
    Reconciler claims =
        new ClaimReconciler(
            cluster,
            marks,
            reports,
            new DriverVolumes(
                cluster, driver, marks, claimPlaces, reports, config.createMetadata()));
    claimLoop = new ReconcileLoop("claim", claims, measured, waiting);
    ReclaimReconciler reclaim = new ReclaimReconciler(cluster, driver, events, waiting.clock());
    reclaimLoop = new ReconcileLoop("reclaim", reclaim, measured, waiting);
    LostAttachments lost = new LostAttachments();
    AttachmentReconciler attachments = new AttachmentReconciler(cluster, driver, lost, waiting);
    attachmentLoop = new ReconcileLoop("attachment", attachments, measured, waiting);
    VolumeFinalizerReconciler volumes = new VolumeFinalizerReconciler(cluster, names);
    volumeLoop = new ReconcileLoop("volume", volumes, measured, waiting);
    Reconciler drift =
        new DriftReconciler(
            cluster,
            driver,
            attachment -> {
              lost.add(attachment);
              attachmentLoop.offer(ObjectKey.of(attachment));
            },
            events,
            config.listsOneCluster(),
            waiting.clock());
    driftLoop = new ReconcileLoop("drift", drift, measured, waiting);
    attachments.watch(attachmentLoop);
    volumes.watch(volumeLoop);
    ClaimWatch.begin(cluster, names, claimLoop);
    reclaim.watch(reclaimLoop);
    CapacityReconciler.watch(cluster, capacityLoop);
  }

  /**
   * Waits for driver and API server, then watches, and works whenever this process has the lease.
   *
   * @param channel to the CSI driver
   * @param lost called when the lease is lost: the process must end, as another may be at work; the
   *     loops have taken their last work by then
   * @throws example.ebs.csi.failure.Failure.TimedOut when the driver is not ready within two
   *     minutes
   * @throws IllegalStateException when the API server does not answer within two minutes
   */
  public static Running start(
      ProvisionerConfig config,
      KubernetesClient client,
      Channel channel,
      MeterRegistry metrics,
      Runnable lost) {
    Waiting waiting = Waiting.real();
    CsiController driver = CsiController.connect(channel, waiting, LONGEST_START);
    Provisioner provisioner = new Provisioner(config, client, driver, metrics, waiting);
    provisioner.cluster.start(LONGEST_START);
    Leadership leadership =
        Leadership.seek(
            client,
            config.namespace(),
            new DriverNames(driver.driver()).lease(),
            config.identity(),
            provisioner::work,
            () -> {
              provisioner.loops().forEach(ReconcileLoop::stop);
              lost.run();
            });
    return new Running(provisioner, leadership);
  }

  private void work() {
    LOG.info("has the lease: working");
    claimLoop.start(cluster.claims().all());
    reclaimLoop.start(cluster.volumes().all());
    attachmentLoop.start(cluster.attachments().all());
    volumeLoop.start(cluster.volumes().all());
    driftLoop.start(List.of());
    driftLoop.offer(DriftReconciler.KEY);
    Thread.ofVirtual().name("take-over").start(this::tellCapacity);
  }

  /** On a thread of its own, as the lease must be renewed meanwhile. */
  private void tellCapacity() {
    Set<ObjectKey> told = Set.of();
    try {
      told = capacity.takeOver();
    } catch (KubernetesClientException unanswered) {
      LOG.warn("what the last leader told of capacity is not known: {}", unanswered.getMessage());
    }
    capacityLoop.start(cluster.classes().all());
    told.forEach(capacityLoop::offer);
  }

  private List<ReconcileLoop> loops() {
    return List.of(claimLoop, reclaimLoop, attachmentLoop, volumeLoop, driftLoop, capacityLoop);
  }

  /** Lets what is under way end, for up to 20 s. */
  @Override
  public void close() {
    try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
      loops().forEach(loop -> together.execute(loop::close));
    }
    events.close();
    cluster.close();
  }

  /**
   * The loops, watching or working; closing it lets work under way end and gives the lease back.
   */
  public static final class Running implements AutoCloseable {
    private final Provisioner provisioner;
    private final Leadership leadership;

    private Running(Provisioner provisioner, Leadership leadership) {
      this.provisioner = provisioner;
      this.leadership = leadership;
    }

    @Override
    public void close() {
      provisioner.close();
      leadership.close();
    }
  }
}
