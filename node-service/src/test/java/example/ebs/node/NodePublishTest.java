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
import example.ebs.linux.device.DeviceNumber;
import example.ebs.linux.filesystem.DeviceContent;
import example.ebs.linux.filesystem.InMemoryFilesystems;
import example.ebs.linux.mount.MountFlags;
import example.ebs.proto.csi.VolumeCapability;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Publishing and unpublishing on a node in every state. */
final class NodePublishTest {
  private static final VolumeCapability EXT4 = mount("ext4");
  private static final String OTHER_VOLUME = "vol-0fedcba9876543210";

  @RegisterExtension private final NodeScene scene = new NodeScene();

  @Test
  void publishBeforeStageLacksAPrecondition() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);

    refusesPublish(scene.target(), EXT4, Status.Code.FAILED_PRECONDITION, "stage the volume first");
    assertThat(scene.target()).doesNotExist();
    refuses(
        () ->
            scene
                .node()
                .node()
                .nodePublishVolume(
                    publish(scene.staging().resolve("absent"), scene.target(), EXT4)),
        Status.Code.FAILED_PRECONDITION,
        "stage the volume first");
  }

  @Test
  void aMountedFilesystemIsNotGivenAwayAsARawDevice() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    scene.node().node().nodeStageVolume(stage(scene.staging(), EXT4));

    refuses(
        () ->
            scene
                .node()
                .node()
                .nodeStageVolume(stage(scene.staging(), block(Mode.SINGLE_NODE_MULTI_WRITER))),
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
        .node()
        .node()
        .nodeStageVolume(
            stage(scene.staging(), EXT4).toBuilder().setVolumeId(OTHER_VOLUME).build());

    refusesPublish(scene.target(), EXT4, Status.Code.FAILED_PRECONDITION, "not that volume");
  }

  @Test
  void publishedWithOtherArgumentsExistsAlready() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    scene.node().node().nodeStageVolume(stage(scene.staging(), EXT4));

    for (int call = 0; call < 3; call++) {
      scene.node().node().nodePublishVolume(publish(scene.staging(), scene.target(), EXT4));
    }
    refuses(
        () ->
            scene
                .node()
                .node()
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
    scene.node().node().nodeStageVolume(stage(scene.staging(), EXT4));
    int looks = scene.node().mounter.looks();

    scene.node().node().nodePublishVolume(publish(scene.staging(), scene.target(), EXT4));
    scene.node().node().nodeUnpublishVolume(unpublish(scene.target()));

    assertThat(scene.node().mounter.looks()).as("the table was read").isEqualTo(looks);
  }

  @Test
  void readOnlyKeepsTheFlagsOfTheStagedMount() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    VolumeCapability hardened = mount("ext4", "nosuid", "nodev", "noatime");
    scene.node().node().nodeStageVolume(stage(scene.staging(), hardened));

    scene
        .node()
        .node()
        .nodePublishVolume(
            publish(scene.staging(), scene.target(), EXT4).toBuilder().setReadonly(true).build());

    MountFlags staged = scene.node().mounter.at(scene.staging()).getLast().flags();
    assertThat(scene.node().mounter.at(scene.target()).getLast().flags())
        .isEqualTo(staged.with(MountFlags.READ_ONLY));
  }

  @Test
  void aPublishThatFailsIsUndone() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    scene.node().node().nodeStageVolume(stage(scene.staging(), EXT4));
    scene.node().mounter.refuseBind(new Failure.Internal("refused by the kernel"));

    refuses(
        () ->
            scene
                .node()
                .node()
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
    scene.node().node().nodeStageVolume(stage(scene.staging(), EXT4));
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

    refusesPublish(directory, raw, Status.Code.INVALID_ARGUMENT, "no regular file");
    scene.node().mounter.refuseBind(new Failure.Internal("refused by the kernel"));
    refusesPublish(scene.target(), raw, Status.Code.INTERNAL, "refused by the kernel");

    assertThat(directory).isEmptyDirectory();
    assertThat(scene.target()).isEmptyFile();
  }

  @Test
  void aStagingPathIsNotUnpublishedWhileAWorkloadHasTheVolume() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    scene.node().node().nodeStageVolume(stage(scene.staging(), EXT4));
    scene.node().node().nodePublishVolume(publish(scene.staging(), scene.target(), EXT4));

    refusesUnpublish(scene.staging(), Requests.VOLUME, scene.target().toString());

    assertThat(scene.node().mounter.at(scene.staging())).hasSize(1);
    scene.node().node().nodeUnpublishVolume(unpublish(scene.target()));
    scene.node().node().nodeUnpublishVolume(unpublish(scene.staging()));
    assertThat(scene.node().mounter.all()).isEmpty();
  }

  @Test
  void aTargetIsUnpublishedWhereverItLiesAndInAnyOrder() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    Path first = scene.node().made("elsewhere").resolve("first");
    Path second = first.resolveSibling("second");
    scene.node().node().nodeStageVolume(stage(scene.staging(), EXT4));
    scene.node().node().nodePublishVolume(publish(scene.staging(), first, EXT4));
    scene.node().node().nodePublishVolume(publish(scene.staging(), second, EXT4));

    scene.node().node().nodeUnpublishVolume(unpublish(first));
    scene.node().node().nodeUnpublishVolume(unpublish(second));
    scene.node().node().nodeUnstageVolume(unstage(scene.staging()));

    assertThat(scene.node().mounter.all()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"SINGLE_NODE_SINGLE_WRITER", "SINGLE_NODE_WRITER", "SINGLE_NODE_READER_ONLY"})
  void anExclusiveVolumeHasOneTargetOnly(Mode mode) throws IOException {
    DeviceNumber device = scene.node().attach(Requests.VOLUME, 1);
    scene.node().filesystems.put(device, InMemoryFilesystems.filesystem("ext4", false));
    VolumeCapability exclusive = mount("ext4", mode);
    scene.node().node().nodeStageVolume(stage(scene.staging(), exclusive));
    scene.node().node().nodePublishVolume(publish(scene.staging(), scene.target(), exclusive));
    Path second = scene.target().resolveSibling("second");

    refusesPublish(second, exclusive, Status.Code.FAILED_PRECONDITION, scene.target().toString());
    assertThat(second).doesNotExist();
    scene.node().node().nodePublishVolume(publish(scene.staging(), scene.target(), exclusive));
  }

  @Test
  void anExclusiveBlockVolumeHasOneTargetOnly() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    VolumeCapability exclusive = block(Mode.SINGLE_NODE_SINGLE_WRITER);
    scene.node().node().nodeStageVolume(stage(scene.staging(), exclusive));
    scene.node().node().nodePublishVolume(publish(scene.staging(), scene.target(), exclusive));
    scene.node().node().nodePublishVolume(publish(scene.staging(), scene.target(), exclusive));

    refusesPublish(
        scene.target().resolveSibling("second"),
        exclusive,
        Status.Code.FAILED_PRECONDITION,
        scene.target().toString());
  }

  @Test
  void aVolumeForManyWritersHasManyTargets() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    scene.node().node().nodeStageVolume(stage(scene.staging(), EXT4));
    Path second = scene.target().resolveSibling("second");

    scene.node().node().nodePublishVolume(publish(scene.staging(), scene.target(), EXT4));
    scene.node().node().nodePublishVolume(publish(scene.staging(), second, EXT4));

    assertThat(scene.node().mounter.at(second)).hasSize(1);
  }

  @Test
  void unpublishAndUnstageCanBeRepeated() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    scene.node().node().nodeStageVolume(stage(scene.staging(), EXT4));
    scene.node().node().nodePublishVolume(publish(scene.staging(), scene.target(), EXT4));

    for (int call = 0; call < 3; call++) {
      scene.node().node().nodeUnpublishVolume(unpublish(scene.target()));
      assertThat(scene.target()).doesNotExist();
    }
    for (int call = 0; call < 3; call++) {
      scene.node().node().nodeUnstageVolume(unstage(scene.staging()));
      assertThat(scene.node().mounter.all()).isEmpty();
    }
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

    scene.node().node().nodeStageVolume(stage(scene.staging(), raw));
    scene.node().node().nodePublishVolume(publish(scene.staging(), scene.target(), raw));
    scene.node().node().nodeUnpublishVolume(unpublish(scene.target()));
    scene.node().node().nodeUnstageVolume(unstage(scene.staging()));

    refuses(
        () -> scene.node().node().nodeStageVolume(stage(scene.staging(), EXT4)),
        Status.Code.FAILED_PRECONDITION,
        "left alone");
    assertThat(scene.node().filesystems.formatted()).isEmpty();
  }

  @Test
  void onlyTheVolumeThatIsNamedIsUnpublished() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    Path foreign = scene.target().resolveSibling("foreign");
    scene.node().mountForeign(foreign);
    scene.node().node().nodeStageVolume(stage(scene.staging(), EXT4));
    scene.node().node().nodePublishVolume(publish(scene.staging(), scene.target(), EXT4));

    refusesUnpublish(scene.target(), OTHER_VOLUME, Requests.VOLUME, "stays");
    refusesUnpublish(foreign, Requests.VOLUME, "0:50", "stays");

    assertThat(scene.node().mounter.at(scene.target())).hasSize(1);
    assertThat(scene.node().mounter.at(foreign)).hasSize(1);
  }

  @Test
  void onlyTheRawDeviceThatIsNamedIsUnpublished() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    VolumeCapability raw = block(Mode.SINGLE_NODE_WRITER);
    scene.node().node().nodePublishVolume(publish(scene.staging(), scene.target(), raw));

    refusesUnpublish(scene.target(), OTHER_VOLUME, Requests.VOLUME, "stays");

    scene.node().node().nodeUnpublishVolume(unpublish(scene.target()));
    assertThat(scene.target()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDetachedVolumeKeepsNoPodFromEnding(boolean mounted) throws IOException {
    DeviceNumber device = scene.node().attach(Requests.VOLUME, 1);
    VolumeCapability capability = mounted ? EXT4 : block(Mode.SINGLE_NODE_WRITER);
    scene.node().node().nodeStageVolume(stage(scene.staging(), capability));
    scene.node().node().nodePublishVolume(publish(scene.staging(), scene.target(), capability));

    scene.node().detach(device);
    scene.node().node().nodeUnpublishVolume(unpublish(scene.target()));
    scene.node().node().nodeUnstageVolume(unstage(scene.staging()));

    assertThat(scene.node().mounter.all()).isEmpty();
  }

  @Test
  void aVolumeThatIsStillPublishedIsNotUnstaged() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    scene.node().node().nodeStageVolume(stage(scene.staging(), EXT4));
    scene.node().node().nodePublishVolume(publish(scene.staging(), scene.target(), EXT4));

    refuses(
        () -> scene.node().node().nodeUnstageVolume(unstage(scene.staging())),
        Status.Code.FAILED_PRECONDITION,
        scene.target().toString());
    assertThat(scene.node().mounter.at(scene.staging())).hasSize(1);
  }

  @Test
  void aDirectoryThatAKilledPublishLeftIsUsedOrRemoved() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    scene.node().node().nodeStageVolume(stage(scene.staging(), EXT4));

    Files.createDirectory(scene.target());
    scene.node().node().nodePublishVolume(publish(scene.staging(), scene.target(), EXT4));
    scene.node().node().nodeUnpublishVolume(unpublish(scene.target()));
    Files.createDirectory(scene.target());
    scene.node().node().nodeUnpublishVolume(unpublish(scene.target()));

    assertThat(scene.target()).doesNotExist();
  }

  @Test
  void unpublishNeverRemovesData() throws IOException {
    Files.writeString(Files.createDirectory(scene.target()).resolve("precious"), "data");
    refuses(
        () -> scene.node().node().nodeUnpublishVolume(unpublish(scene.target())),
        Status.Code.FAILED_PRECONDITION,
        "stays");
    assertThat(scene.target().resolve("precious")).exists();

    Path file = Files.writeString(scene.target().resolveSibling("file"), "data");
    refuses(
        () -> scene.node().node().nodeUnpublishVolume(unpublish(file)),
        Status.Code.FAILED_PRECONDITION,
        "stays");
  }

  private void refusesUnpublish(Path path, String volume, String... messages) {
    refuses(
        () ->
            scene
                .node()
                .node()
                .nodeUnpublishVolume(unpublish(path).toBuilder().setVolumeId(volume).build()),
        Status.Code.FAILED_PRECONDITION,
        messages);
  }

  private void refusesPublish(
      Path path, VolumeCapability capability, Status.Code code, String... messages) {
    refuses(
        () -> scene.node().node().nodePublishVolume(publish(scene.staging(), path, capability)),
        code,
        messages);
  }

  private static void refuses(ThrowingCallable call, Status.Code code, String... messages) {
    StatusRuntimeException thrown = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(thrown.getStatus().getCode()).as(thrown.getMessage()).isEqualTo(code);
    assertThat(thrown).hasMessageContainingAll(messages);
  }
}
