package example.ebs.node;

import static example.ebs.node.Requests.block;
import static example.ebs.node.Requests.mount;
import static example.ebs.node.Requests.publish;
import static example.ebs.node.Requests.stage;
import static example.ebs.node.Requests.unpublish;
import static example.ebs.node.Requests.unstage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import example.ebs.csi.failure.Failure;
import example.ebs.node.mount.MountFlags;
import example.ebs.proto.csi.VolumeCapability;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Publishing and unpublishing on a node in every state. */
final class NodePublishTest {
  private static final VolumeCapability EXT4 = mount("ext4");
  private static final String OTHER_VOLUME = "vol-0fedcba9876543210";

  private @TempDir Path folder;
  private FakeNode node;
  private Path staging;
  private Path target;

  @BeforeEach
  void start() throws IOException {
    node = new FakeNode(folder);
    staging = node.made("staging");
    target = node.made("pod").resolve("target");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void publishBeforeStageLacksAPrecondition() throws IOException {
    node.attach(Requests.VOLUME, 1);

    refusesPublish(target, EXT4, Status.Code.FAILED_PRECONDITION, "stage the volume first");
    assertThat(target).doesNotExist();
    refuses(
        () -> node.node().nodePublishVolume(publish(staging.resolve("absent"), target, EXT4)),
        Status.Code.FAILED_PRECONDITION,
        "stage the volume first");
  }

  @Test
  void aMountedFilesystemIsNotGivenAwayAsARawDevice() throws IOException {
    node.attach(Requests.VOLUME, 1);
    node.node().nodeStageVolume(stage(staging, EXT4));

    refuses(
        () -> node.node().nodeStageVolume(stage(staging, block(Mode.SINGLE_NODE_MULTI_WRITER))),
        Status.Code.ALREADY_EXISTS,
        staging.toString());
    refusesPublish(
        target,
        block(Mode.SINGLE_NODE_MULTI_WRITER),
        Status.Code.FAILED_PRECONDITION,
        staging.toString());
    assertThat(target).doesNotExist();
  }

  @Test
  void publishFromAnotherVolumesStagingPathIsRefused() throws IOException {
    node.attach(Requests.VOLUME, 1);
    node.attach(OTHER_VOLUME, 2);
    node.node().nodeStageVolume(stage(staging, EXT4).toBuilder().setVolumeId(OTHER_VOLUME).build());

    refusesPublish(target, EXT4, Status.Code.FAILED_PRECONDITION, "not that volume");
  }

  @Test
  void publishedWithOtherArgumentsExistsAlready() throws IOException {
    node.attach(Requests.VOLUME, 1);
    node.node().nodeStageVolume(stage(staging, EXT4));

    for (int call = 0; call < 3; call++) {
      node.node().nodePublishVolume(publish(staging, target, EXT4));
    }
    refuses(
        () ->
            node.node()
                .nodePublishVolume(
                    publish(staging, target, EXT4).toBuilder().setReadonly(true).build()),
        Status.Code.ALREADY_EXISTS,
        target.toString());
    refusesPublish(target, mount("ext4", "noexec"), Status.Code.ALREADY_EXISTS, "not shown");
    assertThat(node.mounter.mounts().at(target)).hasSize(1);
  }

  @Test
  void readOnlyKeepsTheFlagsOfTheStagedMount() throws IOException {
    node.attach(Requests.VOLUME, 1);
    VolumeCapability hardened = mount("ext4", "nosuid", "nodev", "noatime");
    node.node().nodeStageVolume(stage(staging, hardened));

    node.node()
        .nodePublishVolume(publish(staging, target, EXT4).toBuilder().setReadonly(true).build());

    MountFlags staged = node.mounter.mounts().at(staging).getLast().flags();
    assertThat(node.mounter.mounts().at(target).getLast().flags())
        .isEqualTo(staged.with(MountFlags.READ_ONLY));
  }

  @Test
  void aPublishThatFailsIsUndone() throws IOException {
    node.attach(Requests.VOLUME, 1);
    node.node().nodeStageVolume(stage(staging, EXT4));
    node.mounter.refuseBind(new Failure.Internal("refused by the kernel"));

    refuses(
        () ->
            node.node()
                .nodePublishVolume(
                    publish(staging, target, EXT4).toBuilder().setReadonly(true).build()),
        Status.Code.INTERNAL,
        "refused by the kernel");
    assertThat(node.mounter.mounts().at(target)).isEmpty();
    assertThat(target).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"SINGLE_NODE_SINGLE_WRITER", "SINGLE_NODE_WRITER", "SINGLE_NODE_READER_ONLY"})
  void anExclusiveVolumeHasOneTargetOnly(Mode mode) throws IOException {
    node.attach(Requests.VOLUME, 1);
    VolumeCapability exclusive = mount("ext4", mode);
    node.node().nodeStageVolume(stage(staging, exclusive));
    node.node().nodePublishVolume(publish(staging, target, exclusive));
    Path second = target.resolveSibling("second");

    refusesPublish(second, exclusive, Status.Code.FAILED_PRECONDITION, target.toString());
    assertThat(second).doesNotExist();
    node.node().nodePublishVolume(publish(staging, target, exclusive));
  }

  @Test
  void anExclusiveBlockVolumeHasOneTargetOnly() throws IOException {
    node.attach(Requests.VOLUME, 1);
    VolumeCapability exclusive = block(Mode.SINGLE_NODE_SINGLE_WRITER);
    node.node().nodeStageVolume(stage(staging, exclusive));
    node.node().nodePublishVolume(publish(staging, target, exclusive));
    node.node().nodePublishVolume(publish(staging, target, exclusive));

    refusesPublish(
        target.resolveSibling("second"),
        exclusive,
        Status.Code.FAILED_PRECONDITION,
        target.toString());
  }

  @Test
  void aVolumeForManyWritersHasManyTargets() throws IOException {
    node.attach(Requests.VOLUME, 1);
    node.node().nodeStageVolume(stage(staging, EXT4));
    Path second = target.resolveSibling("second");

    node.node().nodePublishVolume(publish(staging, target, EXT4));
    node.node().nodePublishVolume(publish(staging, second, EXT4));

    assertThat(node.mounter.mounts().at(second)).hasSize(1);
  }

  @Test
  void unpublishAndUnstageCanBeRepeated() throws IOException {
    node.attach(Requests.VOLUME, 1);
    node.node().nodeStageVolume(stage(staging, EXT4));
    node.node().nodePublishVolume(publish(staging, target, EXT4));

    for (int call = 0; call < 3; call++) {
      node.node().nodeUnpublishVolume(unpublish(target));
      assertThat(target).doesNotExist();
    }
    for (int call = 0; call < 3; call++) {
      node.node().nodeUnstageVolume(unstage(staging));
      assertThat(node.mounter.mounts().text()).isEmpty();
    }
  }

  @Test
  void aVolumeThatIsStillPublishedIsNotUnstaged() throws IOException {
    node.attach(Requests.VOLUME, 1);
    node.node().nodeStageVolume(stage(staging, EXT4));
    node.node().nodePublishVolume(publish(staging, target, EXT4));

    refuses(
        () -> node.node().nodeUnstageVolume(unstage(staging)),
        Status.Code.FAILED_PRECONDITION,
        target.toString());
    assertThat(node.mounter.mounts().at(staging)).hasSize(1);
  }

  @Test
  void aDirectoryThatAKilledPublishLeftIsUsedOrRemoved() throws IOException {
    node.attach(Requests.VOLUME, 1);
    node.node().nodeStageVolume(stage(staging, EXT4));

    Files.createDirectory(target);
    node.node().nodePublishVolume(publish(staging, target, EXT4));
    node.node().nodeUnpublishVolume(unpublish(target));
    Files.createDirectory(target);
    node.node().nodeUnpublishVolume(unpublish(target));

    assertThat(target).doesNotExist();
  }

  @Test
  void unpublishNeverRemovesData() throws IOException {
    Files.writeString(Files.createDirectory(target).resolve("precious"), "data");
    refuses(
        () -> node.node().nodeUnpublishVolume(unpublish(target)),
        Status.Code.FAILED_PRECONDITION,
        "stays");
    assertThat(target.resolve("precious")).exists();

    Path file = Files.writeString(target.resolveSibling("file"), "data");
    refuses(
        () -> node.node().nodeUnpublishVolume(unpublish(file)),
        Status.Code.FAILED_PRECONDITION,
        "stays");
  }

  private void refusesPublish(
      Path path, VolumeCapability capability, Status.Code code, String... messages) {
    refuses(
        () -> node.node().nodePublishVolume(publish(staging, path, capability)), code, messages);
  }

  private static void refuses(ThrowingCallable call, Status.Code code, String... messages) {
    StatusRuntimeException thrown = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(thrown.getStatus().getCode()).as(thrown.getMessage()).isEqualTo(code);
    assertThat(thrown).hasMessageContainingAll(messages);
  }
}
