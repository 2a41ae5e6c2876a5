package example.ebs.provisioner;

import example.ebs.provisioner.attachment.AttachmentReconciler;
import example.ebs.provisioner.attachment.LostAttachments;
import example.ebs.provisioner.attachment.VolumeFinalizerReconciler;
import example.ebs.provisioner.capacity.CapacityReconciler;
import example.ebs.provisioner.capacity.ClassPlaces;
import example.ebs.provisioner.claim.ClaimMarks;
import example.ebs.provisioner.claim.ClaimPlaces;
import example.ebs.provisioner.claim.ClaimReports;
import example.ebs.provisioner.claim.DriverVolumes;
import example.ebs.provisioner.claim.UndoableVolumes;
import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.csi.CsiController;
import example.ebs.provisioner.drift.DriftReconciler;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.ReconcileLoop;
import example.ebs.provisioner.reclaim.ReclaimReconciler;
import example.ebs.provisioner.topology.FullSegments;
import example.ebs.provisioner.topology.PlaceChoice;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that the volumes of a CSI driver need of the loops. */
final class DriverLoops implements StorageLoops {
  private static final Logger LOG = LoggerFactory.getLogger(DriverLoops.class);

  private final Foundation foundation;
  private final ProvisionerConfig config;
  private final CsiController driver;
  private final ClassPlaces places;
  private final FullSegments full;
  private final CapacityReconciler capacity;
  private final ReconcileLoop reclaimLoop;
  private final ReconcileLoop capacityLoop;
  private final ReconcileLoop attachmentLoop;
  private final ReconcileLoop volumeLoop;
  private final ReconcileLoop driftLoop;

  /** Watches, and does not work yet. */
  DriverLoops(
      Foundation foundation, ProvisionerConfig config, CsiController driver, ClassPlaces places) {
    this.foundation = foundation;
    this.config = config;
    this.driver = driver;
    this.places = places;
    Cluster cluster = foundation.cluster();
    full = new FullSegments(foundation.waiting().clock());
    capacity =
        new CapacityReconciler(
            cluster,
            foundation.names(),
            places,
            full,
            config.namespace(),
            foundation.waiting().clock());
    capacityLoop = foundation.loop("capacity", capacity);
    ReclaimReconciler reclaim =
        new ReclaimReconciler(cluster, driver, foundation.events(), foundation.waiting().clock());
    reclaimLoop = foundation.loop("reclaim", reclaim);
    LostAttachments lost = new LostAttachments();
    AttachmentReconciler attachments =
        new AttachmentReconciler(cluster, driver, lost, foundation.waiting());
    attachmentLoop = foundation.loop("attachment", attachments);
    VolumeFinalizerReconciler volumes = new VolumeFinalizerReconciler(cluster, foundation.names());
    volumeLoop = foundation.loop("volume", volumes);
    driftLoop = foundation.loop("drift", drift(lost));
    attachments.watch(attachmentLoop);
    volumes.watch(volumeLoop);
    reclaim.watch(reclaimLoop);
    CapacityReconciler.watch(cluster, capacityLoop);
  }

  private DriftReconciler drift(LostAttachments lost) {
    return new DriftReconciler(
        foundation.cluster(),
        driver,
        attachment -> {
          lost.add(attachment);
          attachmentLoop.offer(ObjectKey.of(attachment));
        },
        foundation.events(),
        config.listsOneCluster(),
        foundation.waiting().clock());
  }

  /** The volumes that claims get from the driver. */
  UndoableVolumes volumes(ClaimMarks marks, ClaimReports reports) {
    ClaimPlaces claimPlaces =
        new ClaimPlaces(
            marks,
            new PlaceChoice(places.driver(), full),
            (storageClass, tried) ->
                tried
                    .first()
                    .ifPresent(
                        segment -> {
                          full.mark(storageClass.getMetadata().getName(), segment);
                          capacityLoop.offer(ObjectKey.of(storageClass));
                        }));
    return new DriverVolumes(
        foundation.cluster(), driver, marks, claimPlaces, reports, config.createMetadata());
  }

  @Override
  public void start() {
    Cluster cluster = foundation.cluster();
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
    capacityLoop.start(foundation.cluster().classes().all());
    told.forEach(capacityLoop::offer);
  }

  @Override
  public List<ReconcileLoop> all() {
    return List.of(reclaimLoop, attachmentLoop, volumeLoop, driftLoop, capacityLoop);
  }
}
