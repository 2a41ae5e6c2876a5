package example.ebs.provisioner.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.time.Waiting;
import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.FakeDriver;
import example.ebs.provisioner.Objects;
import example.ebs.provisioner.csi.DriverNames;
import example.ebs.provisioner.loop.LoopMetrics;
import example.ebs.provisioner.loop.ReconcileLoop;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The reconcilers in their loops, told by the watches what to look at. */
final class AttachmentLoopTest {
  private static final String DRIVER = AttachmentScene.NAME;
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final FakeCluster cluster = new FakeCluster();
  private final FakeDriver driver = FakeDriver.named(DRIVER);
  private final AttachmentReconciler attachments =
      new AttachmentReconciler(
          cluster.cluster(), driver.controller(), new LostAttachments(), Waiting.real());
  private final VolumeFinalizerReconciler volumes =
      new VolumeFinalizerReconciler(cluster.cluster(), new DriverNames(DRIVER));
  private final LoopMetrics metrics = new LoopMetrics(new SimpleMeterRegistry());
  private final ReconcileLoop attachmentLoop =
      new ReconcileLoop("attachment", attachments, metrics, () -> true, Waiting.real());
  private final ReconcileLoop volumeLoop =
      new ReconcileLoop("volume-finalizer", volumes, metrics, () -> true, Waiting.real());
  private final PersistentVolume volume = Objects.volume("pv-1", DRIVER, AttachmentScene.VOLUME);
  private final VolumeAttachment onA = Objects.attachment(DRIVER, "pv-1", "node-a");
  private final VolumeAttachment onB = Objects.attachment(DRIVER, "pv-1", "node-b");

  @BeforeEach
  void work() {
    attachments.watch(attachmentLoop);
    volumes.watch(volumeLoop);
    cluster.start();
    attachmentLoop.start(List::of);
    volumeLoop.start(List::of);
    driver.addVolume(AttachmentScene.VOLUME, 1);
    write(volume);
    write(Objects.csiNode("node-a", DRIVER, AttachmentScene.NODE_ID));
    write(Objects.csiNode("node-b", DRIVER, AttachmentScene.OTHER_NODE_ID));
  }

  @AfterEach
  void stop() {
    attachmentLoop.close();
    volumeLoop.close();
    driver.close();
    cluster.close();
  }

  @Test
  void aVolumeMovesToTheNodeThatWaitsForItAndIsLetGoAtTheEnd() {
    write(onA);
    until(() -> isAttached(onA));
    write(onB);
    until(() -> hasError(onB));
    var _ = cluster.client().resource(onA).delete();
    until(() -> isAttached(onB));
    assertThat(cluster.now(onA)).isEmpty();
    assertThat(driver.nodes(AttachmentScene.VOLUME)).containsExactly(AttachmentScene.OTHER_NODE_ID);
    var _ = cluster.client().resource(volume).delete();
    var _ = cluster.client().resource(onB).delete();
    until(() -> cluster.now(volume).isEmpty());
    assertThat(cluster.now(onB)).isEmpty();
    assertThat(driver.nodes(AttachmentScene.VOLUME)).isEmpty();
  }

  private void write(HasMetadata object) {
    var _ = cluster.client().resource(object).create();
  }

  private boolean isAttached(VolumeAttachment which) {
    return AttachmentStatus.isAttached(Objects.present(cluster.now(which)));
  }

  private boolean hasError(VolumeAttachment which) {
    return Objects.present(cluster.now(which)).getStatus().getAttachError() != null;
  }

  private static void until(BooleanSupplier happened) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!happened.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it does not happen").isLessThan(end);
    }
  }
}
