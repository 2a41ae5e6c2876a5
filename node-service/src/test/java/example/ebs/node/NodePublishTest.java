package example.ebs.node;

import static example.ebs.node.NodeScene.assertRefused;
import static example.ebs.node.Requests.block;
import static example.ebs.node.Requests.mount;
import static example.ebs.node.Requests.publish;
import static example.ebs.node.Requests.stage;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.device.DeviceNumber;
import example.ebs.linux.filesystem.DeviceContent;
import example.ebs.linux.filesystem.InMemoryFilesystems;
import example.ebs.linux.mount.MountFlags;
import example.ebs.proto.csi.VolumeCapability;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Publishing on a node in every state. */
final class NodePublishTest {
  private static final VolumeCapability EXT4 = mount("ext4");
  private static final String OTHER_VOLUME = "vol-0fedcba9876543210";

  @RegisterExtension private final NodeScene scene = new NodeScene();

  @Test
  void publishBeforeStageLacksAPrecondition() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);

    refusesPublish(scene.target(), EXT4, Status.Code.FAILED_PRECONDITION, "stage the volume first");
    assertThat(scene.target()).doesNotExist();
    assertRefused(
        () ->
            scene
                .csi()
                .nodePublishVolume(
                    publish(scene.staging().resolve("absent"), scene.target(), EXT4)),
        Status.Code.FAILED_PRECONDITION,
        "stage the volume first");
  }

  @Test
  void aMountedFilesystemIsNotGivenAwayAsARawDevice() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    scene.stage(EXT4);

    assertRefused(
        () -> scene.stage(block(Mode.SINGLE_NODE_MULTI_WRITER)),
        Status.Code.ALREADY_EXISTS,
        scene.staging().toString());
    refusesPublish(
        scene.target(),
        block(Mode.SINGLE_NODE_MULTI_WRITER),
        Status.Code.FAILED_PRECONDITION,
        scene.staging().toString());
    assertThat(scene.target()).doesNotExist();
  }

  @Test
  void publishFromAnotherVolumesStagingPathIsRefused() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    scene.node().attach(OTHER_VOLUME, 2);
    scene
        .csi()
        .nodeStageVolume(
            stage(scene.staging(), EXT4).toBuilder().setVolumeId(OTHER_VOLUME).build());

    refusesPublish(scene.target(), EXT4, Status.Code.FAILED_PRECONDITION, "not that volume");
  }

  @Test
  void publishedWithOtherArgumentsExistsAlready() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    scene.stage(EXT4);

    for (int call = 0; call < 3; call++) {
      scene.publish(EXT4);
    }
    assertRefused(
        () ->
            scene
                .csi()
                .nodePublishVolume(
                    publish(scene.staging(), scene.target(), EXT4).toBuilder()
                        .setReadonly(true)
                        .build()),
        Status.Code.ALREADY_EXISTS,
        scene.target().toString());
    refusesPublish(
        scene.target(), mount("ext4", "noexec"), Status.Code.ALREADY_EXISTS, "not shown");
    assertThat(scene.node().mounter.at(scene.target())).hasSize(1);
  }

  @Test
  void aPodsStartAndEndTakeNoLongerWhereMuchIsMounted() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    scene.stage(EXT4);
    int looks = scene.node().mounter.looks();

    scene.publish(EXT4);
    scene.unpublish();

    assertThat(scene.node().mounter.looks()).as("the table was read").isEqualTo(looks);
  }

  @Test
  void readOnlyKeepsTheFlagsOfTheStagedMount() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    VolumeCapability hardened = mount("ext4", "nosuid", "nodev", "noatime");
    scene.stage(hardened);

    scene
        .csi()
        .nodePublishVolume(
            publish(scene.staging(), scene.target(), EXT4).toBuilder().setReadonly(true).build());

    MountFlags staged = scene.node().mounter.at(scene.staging()).getLast().flags();
    assertThat(scene.node().mounter.at(scene.target()).getLast().flags())
        .isEqualTo(staged.with(MountFlags.READ_ONLY));
  }

  @Test
  void aPublishThatFailsIsUndone() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    scene.stage(EXT4);
    scene.node().mounter.refuseBind(new Failure.Internal("refused by the kernel"));

    assertRefused(
        () ->
            scene
                .csi()
                .nodePublishVolume(
                    publish(scene.staging(), scene.target(), EXT4).toBuilder()
                        .setReadonly(true)
                        .build()),
        Status.Code.INTERNAL,
        "refused by the kernel");
    assertThat(scene.node().mounter.at(scene.target())).isEmpty();
    assertThat(scene.target()).doesNotExist();
  }

  @Test
  void aPublishThatFailsRemovesNothingThatWasThereBefore() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    scene.stage(EXT4);
    scene.node().mounter.refuseBind(new Failure.Internal("refused by the kernel"));
    Files.createDirectory(scene.target());

    refusesPublish(scene.target(), EXT4, Status.Code.INTERNAL, "refused by the kernel");

    assertThat(scene.target()).isEmptyDirectory();
  }

  @Test
  void aRawPublishThatFailsRemovesNothingThatWasThereBefore() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    VolumeCapability raw = block(Mode.SINGLE_NODE_WRITER);
    Path directory = Files.createDirectory(scene.target().resolveSibling("directory"));
    Files.createFile(scene.target());

    refusesPublish(directory, raw, Status.Code.INVALID_ARGUMENT, "not a regular file");
    scene.node().mounter.refuseBind(new Failure.Internal("refused by the kernel"));
    refusesPublish(scene.target(), raw, Status.Code.INTERNAL, "refused by the kernel");

    assertThat(directory).isEmptyDirectory();
    assertThat(scene.target()).isEmptyFile();
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"SINGLE_NODE_SINGLE_WRITER", "SINGLE_NODE_WRITER", "SINGLE_NODE_READER_ONLY"})
  void anExclusiveVolumeHasOneTargetOnly(Mode mode) throws IOException {
    DeviceNumber device = scene.node().attach(Requests.VOLUME, 1);
    scene.node().filesystems.put(device, InMemoryFilesystems.filesystem("ext4", false));
    VolumeCapability exclusive = mount("ext4", mode);
    scene.stage(exclusive);
    scene.publish(exclusive);
    Path second = scene.target().resolveSibling("second");

    refusesPublish(second, exclusive, Status.Code.FAILED_PRECONDITION, scene.target().toString());
    assertThat(second).doesNotExist();
    scene.publish(exclusive);
  }

  @Test
  void anExclusiveBlockVolumeHasOneTargetOnly() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    VolumeCapability exclusive = block(Mode.SINGLE_NODE_SINGLE_WRITER);
    scene.stage(exclusive);
    scene.publish(exclusive);
    scene.publish(exclusive);

    refusesPublish(
        scene.target().resolveSibling("second"),
        exclusive,
        Status.Code.FAILED_PRECONDITION,
        scene.target().toString());
  }

  @Test
  void aVolumeForManyWritersHasManyTargets() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    scene.stage(EXT4);
    Path second = scene.target().resolveSibling("second");

    scene.publish(EXT4);
    scene.publish(second, EXT4);

    assertThat(scene.node().mounter.at(second)).hasSize(1);
  }

  @Test
  void whatAWorkloadMayHaveWrittenIsNeverTakenForAFormatThatWasBegun() throws IOException {
    DeviceNumber device = scene.node().attach(Requests.VOLUME, 1);
    scene.node().filesystems.put(device, new DeviceContent.HalfFormatted());
    VolumeCapability raw = block(Mode.SINGLE_NODE_WRITER);
    scene
        .node()
        .mounter
        .beforeBind(() -> assertThat(scene.node().filesystems.forgotten()).containsExactly(device));

    scene.stage(raw);
    scene.publish(raw);
    scene.unpublish();
    scene.unstage();

    assertRefused(() -> scene.stage(EXT4), Status.Code.FAILED_PRECONDITION, "left alone");
    assertThat(scene.node().filesystems.formatted()).isEmpty();
  }

  private void refusesPublish(
      Path path, VolumeCapability capability, Status.Code code, String... messages) {
    assertRefused(() -> scene.publish(path, capability), code, messages);
  }
}
