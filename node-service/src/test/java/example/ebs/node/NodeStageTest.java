package example.ebs.node;

import static example.ebs.linux.filesystem.InMemoryFilesystems.filesystem;
import static example.ebs.node.Requests.block;
import static example.ebs.node.Requests.mount;
import static example.ebs.node.Requests.publish;
import static example.ebs.node.Requests.stage;
import static example.ebs.node.Requests.unpublish;
import static example.ebs.node.Requests.unstage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import example.ebs.linux.device.DeviceNumber;
import example.ebs.linux.filesystem.DeviceContent;
import example.ebs.proto.csi.NodeGetCapabilitiesRequest;
import example.ebs.proto.csi.NodeGetInfoRequest;
import example.ebs.proto.csi.NodeGetInfoResponse;
import example.ebs.proto.csi.NodeServiceCapability;
import example.ebs.proto.csi.VolumeCapability;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Staging and unstaging on a node in every state. */
final class NodeStageTest {
  private static final VolumeCapability EXT4 = mount("ext4");
  private static final String OTHER_VOLUME = "vol-0fedcba9876543210";

  @RegisterExtension private final NodeScene scene = new NodeScene();

  @Test
  void saysWhoItIsAndWhatItCan() {
    NodeGetInfoResponse info =
        scene.node().node().nodeGetInfo(NodeGetInfoRequest.getDefaultInstance());

    assertThat(info.getNodeId()).isEqualTo("i-0123456789abcdef0");
    assertThat(info.getMaxVolumesPerNode()).isEqualTo(25);
    assertThat(info.getAccessibleTopology().getSegmentsMap())
        .containsOnly(Map.entry("topology.kubernetes.io/zone", "us-east-1a"));
    assertThat(
            scene
                .node()
                .node()
                .nodeGetCapabilities(NodeGetCapabilitiesRequest.getDefaultInstance())
                .getCapabilitiesList())
        .extracting(capability -> capability.getRpc().getType())
        .containsExactly(
            NodeServiceCapability.RPC.Type.STAGE_UNSTAGE_VOLUME,
            NodeServiceCapability.RPC.Type.SINGLE_NODE_MULTI_WRITER);
  }

  @Test
  void aVolumeWithoutADeviceIsNotFound() {
    refuses(
        () -> scene.node().node().nodeStageVolume(stage(scene.staging(), EXT4)),
        Status.Code.NOT_FOUND,
        Requests.VOLUME);
    refuses(
        () ->
            scene
                .node()
                .node()
                .nodePublishVolume(
                    publish(scene.staging(), scene.target(), block(Mode.SINGLE_NODE_WRITER))),
        Status.Code.NOT_FOUND,
        "attached to this node?");
  }

  @Test
  void aDeviceThatIsAnotherVolumeIsNeverUsed() throws IOException {
    Path disk = scene.node().disk(OTHER_VOLUME, 7);
    Files.createSymbolicLink(scene.node().deviceRoot().resolve("xvdaa"), disk.getFileName());

    refuses(
        () ->
            scene
                .node()
                .node()
                .nodeStageVolume(
                    stage(scene.staging(), EXT4).toBuilder()
                        .putPublishContext("devicePath", "/dev/xvdaa")
                        .build()),
        Status.Code.FAILED_PRECONDITION,
        Requests.VOLUME,
        OTHER_VOLUME);
    assertThat(scene.node().filesystems.formatted()).isEmpty();
  }

  @Test
  void aDeviceThatBecameAnotherVolumeSinceItWasFoundIsLeftAlone() throws IOException {
    DeviceNumber device = scene.node().attach(Requests.VOLUME, 1);
    scene.node().mounter.beforeOpen(() -> scene.node().becomes(device, OTHER_VOLUME));
    refuses(
        () -> scene.node().node().nodeStageVolume(stage(scene.staging(), EXT4)),
        Status.Code.UNAVAILABLE,
        "any more",
        Requests.VOLUME);
    scene.node().becomes(device, Requests.VOLUME);
    scene.node().mounter.beforeOpen(() -> scene.node().becomes(device, OTHER_VOLUME));
    refuses(
        () ->
            scene
                .node()
                .node()
                .nodePublishVolume(
                    publish(scene.staging(), scene.target(), block(Mode.SINGLE_NODE_WRITER))),
        Status.Code.UNAVAILABLE,
        "any more");

    assertThat(scene.node().filesystems.formatted()).isEmpty();
    assertThat(scene.node().mounter.at(scene.staging())).isEmpty();
    assertThat(scene.target()).doesNotExist();
  }

  @Test
  void onlyABlankDeviceIsFormattedAndOnlyOnce() throws IOException {
    DeviceNumber device = scene.node().attach(Requests.VOLUME, 1);

    for (int call = 0; call < 3; call++) {
      scene.node().node().nodeStageVolume(stage(scene.staging(), mount("")));
    }
    scene.node().node().nodeUnstageVolume(unstage(scene.staging()));
    scene.node().node().nodeStageVolume(stage(scene.staging(), EXT4));

    assertThat(scene.node().filesystems.formatted()).containsExactly(device);
  }

  @Test
  void aHalfFormattedDeviceIsFinished() throws IOException {
    DeviceNumber device = scene.node().attach(Requests.VOLUME, 1);
    scene.node().filesystems.put(device, new DeviceContent.HalfFormatted());

    scene.node().node().nodeStageVolume(stage(scene.staging(), mount("xfs")));

    assertThat(scene.node().mounter.at(scene.staging()).getLast().type()).isEqualTo("xfs");
  }

  @Test
  void onlyAFilesystemThatIsMountedLosesTheMarkOfItsMaking() throws IOException {
    DeviceNumber device = scene.node().attach(Requests.VOLUME, 1);

    scene.node().filesystems.put(device, filesystem("ext3", false));
    refusesStage(EXT4, Status.Code.FAILED_PRECONDITION, "ext3", "left alone");
    assertThat(scene.node().filesystems.forgotten()).isEmpty();

    scene.node().filesystems.put(device, filesystem("ext4", false));
    scene.node().node().nodeStageVolume(stage(scene.staging(), EXT4));
    assertThat(scene.node().filesystems.forgotten()).containsExactly(device);
  }

  @Test
  void whatAWorkloadHasAsARawDeviceIsNeitherFormattedNorMounted() throws IOException {
    DeviceNumber device = scene.node().attach(Requests.VOLUME, 1);
    VolumeCapability raw = block(Mode.SINGLE_NODE_WRITER);
    scene.node().node().nodeStageVolume(stage(scene.staging(), raw));
    scene.node().node().nodePublishVolume(publish(scene.staging(), scene.target(), raw));

    refusesStage(EXT4, Status.Code.FAILED_PRECONDITION, scene.target().toString());
    scene.node().filesystems.put(device, filesystem("ext4", false));
    refusesStage(EXT4, Status.Code.FAILED_PRECONDITION, scene.target().toString());

    assertThat(scene.node().filesystems.formatted()).isEmpty();
    assertThat(scene.node().mounter.at(scene.staging())).isEmpty();
    scene.node().node().nodeUnpublishVolume(unpublish(scene.target()));
    scene.node().node().nodeStageVolume(stage(scene.staging(), EXT4));
  }

  @Test
  void aRawDeviceThatIsStillPublishedIsNotUnstaged() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    VolumeCapability raw = block(Mode.SINGLE_NODE_WRITER);
    scene.node().node().nodeStageVolume(stage(scene.staging(), raw));
    scene.node().node().nodePublishVolume(publish(scene.staging(), scene.target(), raw));

    refusesUnstage(scene.staging(), Requests.VOLUME, scene.target().toString());

    scene.node().node().nodeUnpublishVolume(unpublish(scene.target()));
    scene.node().node().nodeUnstageVolume(unstage(scene.staging()));
  }

  @Test
  void aRefusedUnstageHoldsNothingOpen() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    VolumeCapability raw = block(Mode.SINGLE_NODE_WRITER);
    scene.node().node().nodePublishVolume(publish(scene.staging(), scene.target(), raw));
    int calls = 200;
    long before = openDescriptors();

    for (int call = 0; call < calls; call++) {
      refusesUnstage(scene.staging(), Requests.VOLUME, scene.target().toString());
    }

    assertThat(openDescriptors() - before).as("more are open").isLessThan(calls / 2);
  }

  private static long openDescriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  @Test
  void aVolumeHasOneStagingPath() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    Path second = scene.node().made("second");
    scene.node().node().nodeStageVolume(stage(scene.staging(), EXT4));

    refuses(
        () -> scene.node().node().nodeStageVolume(stage(second, EXT4)),
        Status.Code.FAILED_PRECONDITION,
        scene.staging().toString());

    assertThat(scene.node().mounter.at(second)).isEmpty();
    scene.node().node().nodeStageVolume(stage(scene.staging(), EXT4));
  }

  @Test
  void aWorkloadsTargetIsNoStagingPath() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    scene.node().node().nodeStageVolume(stage(scene.staging(), EXT4));
    scene.node().node().nodePublishVolume(publish(scene.staging(), scene.target(), EXT4));

    refuses(
        () -> scene.node().node().nodeStageVolume(stage(scene.target(), EXT4)),
        Status.Code.FAILED_PRECONDITION,
        scene.target().toString());
    scene.node().node().nodeStageVolume(stage(scene.staging(), EXT4));
  }

  @Test
  void aVolumeThatIsMountedAtTwoStagingPathsIsTakenAwayFromOneAfterTheOther() throws IOException {
    DeviceNumber device = scene.node().attach(Requests.VOLUME, 1);
    Path second = scene.node().made("second");
    scene.node().node().nodeStageVolume(stage(scene.staging(), EXT4));
    scene.node().mountDirectly(device, second);

    refusesUnstage(second, Requests.VOLUME, scene.staging().toString());
    refusesUnstage(scene.staging(), Requests.VOLUME, second.toString());
    scene.node().node().nodeUnpublishVolume(unpublish(second));
    scene.node().node().nodeUnstageVolume(unstage(scene.staging()));

    assertThat(scene.node().mounter.all()).isEmpty();
  }

  @Test
  void onlyTheVolumeThatIsNamedIsUnstaged() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    scene.node().attach(OTHER_VOLUME, 2);
    Path foreign = scene.node().made("foreign");
    scene.node().mountForeign(foreign);
    scene.node().node().nodeStageVolume(stage(scene.staging(), EXT4));

    refusesUnstage(scene.staging(), OTHER_VOLUME, Requests.VOLUME, "stays");
    refusesUnstage(foreign, Requests.VOLUME, "0:50", "stays");

    assertThat(scene.node().mounter.at(scene.staging())).hasSize(1);
    assertThat(scene.node().mounter.at(foreign)).hasSize(1);
  }

  @Test
  void aDeviceThatHoldsSomethingElseIsLeftAlone() throws IOException {
    DeviceNumber device = scene.node().attach(Requests.VOLUME, 1);

    scene.node().filesystems.put(device, new DeviceContent.Other("LUKS encryption"));
    refusesStage(EXT4, Status.Code.FAILED_PRECONDITION, "LUKS encryption", "left alone");
    scene.node().filesystems.put(device, filesystem("btrfs", false));
    refusesStage(EXT4, Status.Code.FAILED_PRECONDITION, "btrfs", "ext4");
    refusesStage(mount(""), Status.Code.FAILED_PRECONDITION, "btrfs", "ext2, ext3, ext4, xfs");
    scene.node().filesystems.put(device, filesystem("xfs", false));
    refusesStage(EXT4, Status.Code.FAILED_PRECONDITION, "xfs", "ext4", "nvme1n1");
    scene.node().filesystems.put(device, new DeviceContent.Unreadable("Input/output error"));
    refusesStage(EXT4, Status.Code.INTERNAL, "Input/output error");

    assertThat(scene.node().filesystems.formatted()).isEmpty();
    assertThat(scene.node().mounter.at(scene.staging())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext2", "ext3"})
  void anOlderExtIsMountedWhereItIsAndNeverMade(String filesystem) throws IOException {
    DeviceNumber device = scene.node().attach(Requests.VOLUME, 1);

    refusesStage(mount(filesystem), Status.Code.FAILED_PRECONDITION, "blank", filesystem, "ext4");
    assertThat(scene.node().filesystems.formatted()).isEmpty();

    scene.node().filesystems.put(device, filesystem(filesystem, true));
    scene.node().node().nodeStageVolume(stage(scene.staging(), mount(filesystem)));
    scene.node().node().nodeStageVolume(stage(scene.staging(), mount("")));

    assertThat(scene.node().mounter.at(scene.staging()).getLast().type()).isEqualTo(filesystem);
    assertThat(scene.node().filesystems.checked()).containsExactly(device);
  }

  @Test
  void aReadOnlyBlankDeviceIsRefused() throws IOException {
    scene.node().makeReadOnly(scene.node().attach(Requests.VOLUME, 1));

    refusesStage(EXT4, Status.Code.FAILED_PRECONDITION, "read-only");
  }

  @Test
  void aFilesystemThatSaysItHasErrorsIsCheckedBeforeItIsMounted() throws IOException {
    DeviceNumber device = scene.node().attach(Requests.VOLUME, 1);
    scene.node().filesystems.put(device, filesystem("ext4", true));

    scene.node().node().nodeStageVolume(stage(scene.staging(), EXT4));

    assertThat(scene.node().filesystems.checked()).containsExactly(device);
  }

  @Test
  void stagedWithAnotherCapabilityExistsAlready() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    scene.node().node().nodeStageVolume(stage(scene.staging(), mount("ext4", "noatime", "nosuid")));

    scene.node().node().nodeStageVolume(stage(scene.staging(), mount("ext4", "noatime,nosuid")));
    refusesStage(mount("xfs", "noatime", "nosuid"), Status.Code.ALREADY_EXISTS, "ext4");
    refusesStage(mount("ext4", "nosuid"), Status.Code.ALREADY_EXISTS, "not shown");
    refusesStage(mount("ext4", "noatime", "nosuid", "ro"), Status.Code.ALREADY_EXISTS, "not shown");
  }

  @Test
  void aStagingPathThatAnotherVolumeHasExistsAlready() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    scene.node().attach(OTHER_VOLUME, 2);
    scene
        .node()
        .node()
        .nodeStageVolume(
            stage(scene.staging(), EXT4).toBuilder().setVolumeId(OTHER_VOLUME).build());

    refusesStage(EXT4, Status.Code.ALREADY_EXISTS, "another device");
  }

  @Test
  void whatWasNeverThereIsUndoneAlready() {
    Path nowhere = scene.node().kubelet().resolve("a/b/c");

    scene.node().node().nodeUnpublishVolume(unpublish(nowhere));
    scene.node().node().nodeUnstageVolume(unstage(nowhere));
    scene
        .node()
        .node()
        .nodeUnpublishVolume(unpublish(nowhere).toBuilder().setVolumeId("fake").build());
    scene.node().node().nodeUnstageVolume(unstage(nowhere).toBuilder().setVolumeId("fake").build());
    assertThat(scene.node().kubelet().resolve("a")).doesNotExist();
  }

  private void refusesUnstage(Path path, String volume, String... messages) {
    refuses(
        () ->
            scene
                .node()
                .node()
                .nodeUnstageVolume(unstage(path).toBuilder().setVolumeId(volume).build()),
        Status.Code.FAILED_PRECONDITION,
        messages);
  }

  private void refusesStage(VolumeCapability capability, Status.Code code, String... messages) {
    refuses(
        () -> scene.node().node().nodeStageVolume(stage(scene.staging(), capability)),
        code,
        messages);
  }

  private static void refuses(ThrowingCallable call, Status.Code code, String... messages) {
    StatusRuntimeException thrown = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(thrown.getStatus().getCode()).as(thrown.getMessage()).isEqualTo(code);
    assertThat(thrown).hasMessageContainingAll(messages);
  }
}
