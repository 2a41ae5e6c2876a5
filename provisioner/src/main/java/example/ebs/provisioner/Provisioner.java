package example.ebs.provisioner;

import example.ebs.csi.time.Waiting;
import example.ebs.local.model.LocalRoots;
import example.ebs.provisioner.claim.ClaimMarks;
import example.ebs.provisioner.claim.ClaimReconciler;
import example.ebs.provisioner.claim.ClaimReports;
import example.ebs.provisioner.claim.ClaimWatch;
import example.ebs.provisioner.claim.ClaimedVolumes;
import example.ebs.provisioner.claim.UndoableVolumes;
import example.ebs.provisioner.claim.UnservedVolumes;
import example.ebs.provisioner.claim.VolumesByMode;
import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.csi.CsiController;
import example.ebs.provisioner.csi.DriverNames;
import example.ebs.provisioner.event.KubernetesEvents;
import example.ebs.provisioner.local.UnfitNodes;
import example.ebs.provisioner.loop.Leadership;
import example.ebs.provisioner.loop.LoopMetrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.grpc.Channel;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Kubernetes loops, put together.
 *
 * <p>Of several replicas the one that has the lease watches and works; another goes on where it has
 * died.
 */
public final class Provisioner {
  private static final Logger LOG = LoggerFactory.getLogger(Provisioner.class);
  private static final Duration LONGEST_START = Duration.ofMinutes(2);

  private final Cluster cluster;
  private final KubernetesEvents events;
  private final LoopTable loops;

  private Provisioner(
      ProvisionerConfig config,
      KubernetesClient client,
      Served served,
      MeterRegistry metrics,
      BooleanSupplier mayWork,
      Waiting waiting) {
    DriverNames names = new DriverNames(served.driverName());
    cluster = new Cluster(client);
    events = new KubernetesEvents(client, names.driver(), config.identity(), waiting);
    Foundation foundation = new Foundation(cluster, names, events, waiting);
    loops = new LoopTable(foundation, new LoopMetrics(metrics), mayWork);
    ClaimReports reports = new ClaimReports(events);
    Optional<DriverLoops> driver =
        served.driver().map(each -> new DriverLoops(foundation, config, each, loops));
    UnfitNodes unfit = driver.<UnfitNodes>map(DriverLoops::notices).orElse(UnfitNodes.UNTOLD);
    Optional<LocalLoops> local =
        served.roots().map(roots -> new LocalLoops(foundation, roots, reports, unfit, loops));
    ClaimMarks marks = new ClaimMarks(client, names, waiting.clock(), ClaimMarks.LINGER);
    ClaimReconciler claims =
        new ClaimReconciler(
            cluster, marks, reports, volumes(served, driver, local, marks, reports));
    loops.add(
        new LoopRow(
            "claim",
            claims,
            loop -> ClaimWatch.begin(cluster, names, loop),
            cluster.claims()::keys));
  }

  /** Who makes the volumes of claims. */
  private static UndoableVolumes volumes(
      Served served,
      Optional<DriverLoops> driver,
      Optional<LocalLoops> local,
      ClaimMarks marks,
      ClaimReports reports) {
    UndoableVolumes ofDriver =
        driver
            .map(each -> each.volumes(marks, reports))
            .orElseGet(() -> new UnservedVolumes(reports, "local volumes"));
    ClaimedVolumes ofNodes =
        local.map(LocalLoops::volumes).orElseGet(() -> new UnservedVolumes(reports, "EBS volumes"));
    return served.byMode() ? new VolumesByMode(marks, reports, ofDriver, ofNodes) : ofDriver;
  }

  /**
   * Waits for driver and API server, then for the lease, and watches and works once it has it. A
   * replica that waits watches nothing: it would take as much memory and as many messages as the
   * one that works.
   *
   * @param waits told of what is waited for, in words, while nothing has begun
   * @param lost called when the lease is lost, or won and nothing could be listed: the process must
   *     end, as another may be at work; the loops have taken their last work by then
   * @throws example.ebs.csi.failure.Failure.TimedOut when the driver is not ready within two
   *     minutes, or the API server does not answer within two more
   * @throws IllegalStateException when the API server does not let us ask
   */
  public static Running start(
      ProvisionerConfig config,
      KubernetesClient client,
      Storage storage,
      MeterRegistry metrics,
      Consumer<String> waits,
      Runnable lost) {
    Waiting waiting = Waiting.real().telling(waits);
    Served served =
        Served.of(
            storage,
            (channel, called) -> CsiController.connect(channel, called, waiting, LONGEST_START));
    CompletableFuture<Leadership> campaign = new CompletableFuture<>();
    Provisioner provisioner =
        new Provisioner(
            config, client, served, metrics, () -> campaign.join().isSurelyHeld(), waiting);
    provisioner.cluster.requireAnswer(waiting, LONGEST_START);
    Runnable stop =
        () -> {
          provisioner.loops.stop();
          lost.run();
        };
    Leadership leadership =
        Leadership.seek(
            client,
            config.namespace(),
            new DriverNames(served.driverName()).lease(),
            config.identity(),
            // On a thread of its own, as that of the lease must renew it meanwhile.
            () -> Thread.ofVirtual().name("begin").start(() -> provisioner.begin(stop)),
            stop);
    campaign.complete(leadership);
    return new Running(provisioner, leadership);
  }

  private void begin(Runnable stop) {
    try {
      cluster.start(LONGEST_START);
    } catch (IllegalStateException unlisted) {
      LOG.error("this replica has the lease and cannot work: {}", unlisted.getMessage());
      stop.run();
      return;
    }
    LOG.info("this replica has the lease, and works");
    loops.start();
  }

  private Optional<String> obstacle() {
    return loops.obstacle().or(cluster::obstacle);
  }

  /** Lets what is to be told be told, for up to 5 s, and watches no more; after the work. */
  private void endWatch() {
    events.close();
    cluster.close();
  }

  /**
   * What is served, once the driver has told its name.
   *
   * @param driver empty where there are local volumes only
   * @param roots of local volumes; empty where there are none
   * @param byMode whether classes say where their volumes lie: those of any driver do not
   */
  private record Served(
      String driverName,
      Optional<CsiController> driver,
      Optional<LocalRoots> roots,
      boolean byMode) {
    static Served of(Storage storage, BiFunction<Channel, String, CsiController> connect) {
      return switch (storage) {
        case Storage.Driver with ->
            of(connect.apply(with.channel(), with.called()), Optional.empty(), false);
        case Storage.Ebs with ->
            of(connect.apply(with.channel(), Storage.OWN), Optional.empty(), true);
        case Storage.Local with ->
            new Served(with.driver(), Optional.empty(), Optional.of(with.roots()), true);
        case Storage.DriverAndLocal with ->
            of(connect.apply(with.channel(), Storage.OWN), Optional.of(with.roots()), true);
      };
    }

    private static Served of(CsiController driver, Optional<LocalRoots> roots, boolean byMode) {
      return new Served(driver.driver(), Optional.of(driver), roots, byMode);
    }
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

    /**
     * What has ended that should not have, in words: a loop that died, or a watch that is stale.
     */
    public Optional<String> obstacle() {
      return provisioner.obstacle();
    }

    /** Another may work while this one still tells what it did. */
    @Override
    public void close() {
      provisioner.loops.close();
      leadership.close();
      provisioner.endWatch();
    }
  }
}
