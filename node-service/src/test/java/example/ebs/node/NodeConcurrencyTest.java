package example.ebs.node;

import static example.ebs.node.Requests.mount;
import static example.ebs.node.Requests.publish;
import static example.ebs.node.Requests.stage;
import static example.ebs.node.Requests.unpublish;
import static example.ebs.node.Requests.unstage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import example.ebs.proto.csi.VolumeCapability;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that arrive while another one is at work. */
final class NodeConcurrencyTest {
  private static final VolumeCapability EXT4 = mount("ext4");

  private @TempDir Path folder;
  private FakeNode node;
  private Path staging;
  private Path target;
  private Path second;
  private final List<Status.Code> meanwhile = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    node = new FakeNode(folder);
    node.attach(Requests.VOLUME, 1);
    staging = node.made("staging");
    target = node.made("pod").resolve("target");
    second = target.resolveSibling("second");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void stagingAndUnstagingOneVolumeExcludeEachOther() {
    node.filesystems.beforeFormat(
        () -> {
          record(() -> node.node().nodeStageVolume(stage(staging, EXT4)));
          record(() -> node.node().nodeUnstageVolume(unstage(staging)));
        });

    node.node().nodeStageVolume(stage(staging, EXT4));

    assertThat(meanwhile).containsExactly(Status.Code.ABORTED, Status.Code.ABORTED);
    assertThat(node.filesystems.formatted()).hasSize(1);
  }

  @Test
  void twoWorkloadsPublishOneVolumeAtTheSameTime() {
    node.node().nodeStageVolume(stage(staging, EXT4));
    node.mounter.beforeBind(
        () -> {
          record(() -> node.node().nodePublishVolume(publish(staging, second, EXT4)));
          record(() -> node.node().nodePublishVolume(publish(staging, target, EXT4)));
          record(() -> node.node().nodeUnpublishVolume(unpublish(target)));
        });

    node.node().nodePublishVolume(publish(staging, target, EXT4));

    assertThat(meanwhile).containsExactly(Status.Code.OK, Status.Code.ABORTED, Status.Code.ABORTED);
    assertThat(node.mounter.at(target)).hasSize(1);
    assertThat(node.mounter.at(second)).hasSize(1);
  }

  @Test
  void nothingIsPublishedWhileItIsUnstaged() {
    node.node().nodeStageVolume(stage(staging, EXT4));
    node.mounter.beforeUnmount(
        () -> record(() -> node.node().nodePublishVolume(publish(staging, target, EXT4))));

    node.node().nodeUnstageVolume(unstage(staging));

    assertThat(meanwhile).containsExactly(Status.Code.ABORTED);
    assertThat(node.mounter.at(target)).isEmpty();
    assertThat(target).doesNotExist();
  }

  @Test
  void twoTargetsOfAnExclusiveVolumeCannotBothWin() {
    VolumeCapability exclusive = mount("ext4", Mode.SINGLE_NODE_SINGLE_WRITER);
    node.node().nodeStageVolume(stage(staging, exclusive));
    node.mounter.beforeBind(
        () -> record(() -> node.node().nodePublishVolume(publish(staging, second, exclusive))));

    node.node().nodePublishVolume(publish(staging, target, exclusive));

    assertThat(meanwhile).containsExactly(Status.Code.ABORTED);
    assertThat(node.mounter.at(second)).isEmpty();
  }

  private void record(ThrowingCallable call) {
    StatusRuntimeException thrown = catchThrowableOfType(StatusRuntimeException.class, call);
    meanwhile.add(thrown == null ? Status.Code.OK : thrown.getStatus().getCode());
  }
}
