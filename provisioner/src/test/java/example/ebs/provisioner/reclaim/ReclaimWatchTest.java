package example.ebs.provisioner.reclaim;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.time.Waiting;
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
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which changes lead to a look at a volume. */
@Timeout(60)
final class ReclaimWatchTest {
  @AutoClose private final FakeCluster cluster = new FakeCluster();
  @AutoClose private final FakeDriver driver = FakeDriver.named(Given.DRIVER);
  private final BlockingQueue<ObjectKey> looks = new LinkedBlockingQueue<>();

  @AutoClose
  private final ReconcileLoop loop =
      new ReconcileLoop(
          "reclaim",
          key -> {
            looks.add(key);
            return Outcome.done();
          },
          new LoopMetrics(new SimpleMeterRegistry()),
          () -> true,
          Waiting.real());

  @BeforeEach
  void begin() {
    new ReclaimReconciler(
            cluster.cluster(), driver.controller(), new FakeEvents(), new DrivenClock())
        .watch(loop);
    cluster.start();
    loop.start(List::of);
  }

  @Test
  void aClaimThatGoesBeforeItIsBoundIsReasonToLookAtItsVolume() throws InterruptedException {
    PersistentVolumeClaim unbound = Given.claim("data", "late");
    unbound.getMetadata().setFinalizers(List.of());
    PersistentVolumeClaim claim = cluster.put(unbound);
    PersistentVolume volume = Volumes.released(Volumes.volume("Delete"));
    volume.getSpec().getClaimRef().setUid(claim.getMetadata().getUid());
    cluster.put(volume);
    awaitLook();
    cluster.delete(claim);
    awaitLook();
  }

  @Test
  void soIsAnAttachmentThatGoes() throws InterruptedException {
    cluster.put(Volumes.released(Volumes.volume("Delete")));
    awaitLook();
    VolumeAttachment attachment = cluster.put(Volumes.attachment());
    cluster.delete(attachment);
    awaitLook();
  }

  private void awaitLook() throws InterruptedException {
    assertThat(Optional.ofNullable(looks.poll(30, SECONDS))).contains(ObjectKey.of("pv-1"));
  }
}
