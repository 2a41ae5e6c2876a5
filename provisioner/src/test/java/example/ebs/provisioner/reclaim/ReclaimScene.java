package example.ebs.provisioner.reclaim;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.time.Waiting;
import example.ebs.proto.csi.DeleteVolumeRequest;
import example.ebs.provisioner.DrivenClock;
import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.FakeDriver;
import example.ebs.provisioner.FakeEvents;
import example.ebs.provisioner.Given;
import example.ebs.provisioner.loop.LoopMetrics;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.Outcome;
import example.ebs.provisioner.loop.ReconcileLoop;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;

/** A reclaim reconciler between a fake cluster and a fake driver that has the volume. */
final class ReclaimScene implements AutoCloseable {
  private static final ObjectKey KEY = ObjectKey.of("pv-1");

  final FakeDriver driver = FakeDriver.named(Given.DRIVER);
  final FakeEvents events = new FakeEvents();
  final DrivenClock clock = new DrivenClock();
  private final FakeCluster cluster;
  private ReclaimReconciler reclaim;

  /** Empties the cluster first. */
  ReclaimScene(FakeCluster cluster) {
    this.cluster = cluster;
    this.reclaim = reconciler();
    cluster.clear();
    driver.addVolume(Volumes.ID, 1L << 30);
  }

  /** A cluster with the indexes by which attachments and volumes are found. */
  static FakeCluster watched() {
    FakeCluster cluster = new FakeCluster();
    try (FakeDriver any = FakeDriver.named(Given.DRIVER)) {
      new ReclaimReconciler(
              cluster.cluster(), any.controller(), new FakeEvents(), new DrivenClock())
          .watch(
              new ReconcileLoop(
                  "reclaim",
                  _ -> Outcome.done(),
                  new LoopMetrics(new SimpleMeterRegistry()),
                  () -> true,
                  Waiting.real()));
    }
    return cluster.start();
  }

  private ReclaimReconciler reconciler() {
    return new ReclaimReconciler(cluster.cluster(), driver.controller(), events, clock);
  }

  /** Another process takes over, which remembers nothing. */
  void restart() {
    reclaim = reconciler();
  }

  /** One look, by a reconciler that sees everything as it is. */
  Outcome look() {
    cluster.settle();
    try {
      return lookAtOnce();
    } finally {
      cluster.settle();
    }
  }

  /** One look, by a reconciler whose watch may be behind. */
  Outcome lookAtOnce() {
    return reclaim.reconcile(KEY);
  }

  /** Writes the volume, and from then on counts what is written. */
  PersistentVolume given(PersistentVolume volume) {
    PersistentVolume written = cluster.put(volume);
    cluster.api().forget();
    return written;
  }

  PersistentVolume seen() {
    return cluster.cluster().volumes().find(KEY).orElseThrow();
  }

  List<String> finalizers() {
    return seen().getMetadata().getFinalizers();
  }

  void assertKept() {
    assertThat(driver.volumes()).hasSize(1);
    assertThat(driver.requests(DeleteVolumeRequest.class)).isEmpty();
    assertThat(cluster.client().persistentVolumes().withName("pv-1").get()).isNotNull();
  }

  @Override
  public void close() {
    driver.close();
  }
}
