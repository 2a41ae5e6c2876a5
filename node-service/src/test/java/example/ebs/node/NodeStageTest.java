package example.ebs.node;

import static example.ebs.linux.filesystem.InMemoryFilesystems.filesystem;
import static example.ebs.node.NodeScene.assertRefused;
import static example.ebs.node.Requests.block;
import static example.ebs.node.Requests.mount;
import static example.ebs.node.Requests.stage;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.linux.device.DeviceNumber;
import example.ebs.linux.filesystem.DeviceContent;
import example.ebs.proto.csi.NodeGetCapabilitiesRequest;
import example.ebs.proto.csi.NodeGetInfoRequest;
import example.ebs.proto.csi.NodeGetInfoResponse;
import example.ebs.proto.csi.NodeServiceCapability;
import example.ebs.proto.csi.VolumeCapability;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Staging on a node in every state. */
final class NodeStageTest {
  private static final VolumeCapability EXT4 = mount("ext4");
  private static final String OTHER_VOLUME = "vol-0fedcba9876543210";

  @RegisterExtension private final NodeScene scene = new NodeScene();

  @Test
  void saysWhoItIsAndWhatItCan() {
    NodeGetInfoResponse info = scene.csi().nodeGetInfo(NodeGetInfoRequest.getDefaultInstance());

    assertThat(info.getNodeId()).isEqualTo("i-0123456789abcdef0");
    assertThat(info.getMaxVolumesPerNode()).isEqualTo(25);
    assertThat(info.getAccessibleTopology().getSegmentsMap())
        .containsOnly(Map.entry("topology.kubernetes.io/zone", "us-east-1a"));
    assertThat(
            scene
                .csi()
                .nodeGetCapabilities(NodeGetCapabilitiesRequest.getDefaultInstance())
                .getCapabilitiesList())
        .extracting(capability -> capability.getRpc().getType())
        .containsExactly(
            NodeServiceCapability.RPC.Type.STAGE_UNSTAGE_VOLUME,
            NodeServiceCapability.RPC.Type.SINGLE_NODE_MULTI_WRITER);
  }

  @Test
  void aVolumeWithoutADeviceIsNotFound() {
    assertRefused(() -> scene.stage(EXT4), Status.Code.NOT_FOUND, Requests.VOLUME);
    assertRefused(
        () -> scene.publish(block(Mode.SINGLE_NODE_WRITER)),
        Status.Code.NOT_FOUND,
        "attached to this node?");
  }

  @Test
  void aDeviceThatIsAnotherVolumeIsNeverUsed() throws IOException {
    Path disk = scene.node().disk(OTHER_VOLUME, 7);
    Files.createSymbolicLink(scene.node().deviceRoot().resolve("xvdaa"), disk.getFileName());

    assertRefused(
        () ->
            scene
                .csi()
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
    assertRefused(() -> scene.stage(EXT4), Status.Code.UNAVAILABLE, "any more", Requests.VOLUME);
    scene.node().becomes(device, Requests.VOLUME);
    scene.node().mounter.beforeOpen(() -> scene.node().becomes(device, OTHER_VOLUME));
    assertRefused(
        () -> scene.publish(block(Mode.SINGLE_NODE_WRITER)), Status.Code.UNAVAILABLE, "any more");

    assertThat(scene.node().filesystems.formatted()).isEmpty();
    assertThat(scene.node().mounter.at(scene.staging())).isEmpty();
    assertThat(scene.target()).doesNotExist();
  }

  @Test
  void onlyABlankDeviceIsFormattedAndOnlyOnce() throws IOException {
    DeviceNumber device = scene.node().attach(Requests.VOLUME, 1);

    for (int call = 0; call < 3; call++) {
      scene.stage(mount(""));
    }
    scene.unstage();
    scene.stage(EXT4);

    assertThat(scene.node().filesystems.formatted()).containsExactly(device);
  }

  @Test
  void aHalfFormattedDeviceIsFinished() throws IOException {
    DeviceNumber device = scene.node().attach(Requests.VOLUME, 1);
    scene.node().filesystems.put(device, new DeviceContent.HalfFormatted());

    scene.stage(mount("xfs"));

    assertThat(scene.node().mounter.at(scene.staging()).getLast().type()).isEqualTo("xfs");
  }

  @Test
  void onlyAFilesystemThatIsMountedLosesTheMarkOfItsMaking() throws IOException {
    DeviceNumber device = scene.node().attach(Requests.VOLUME, 1);

    scene.node().filesystems.put(device, filesystem("ext3", false));
    refusesStage(EXT4, Status.Code.FAILED_PRECONDITION, "ext3", "left alone");
    assertThat(scene.node().filesystems.forgotten()).isEmpty();

    scene.node().filesystems.put(device, filesystem("ext4", false));
    scene.stage(EXT4);
    assertThat(scene.node().filesystems.forgotten()).containsExactly(device);
  }

  @Test
  void whatAWorkloadHasAsARawDeviceIsNeitherFormattedNorMounted() throws IOException {
    DeviceNumber device = scene.node().attach(Requests.VOLUME, 1);
    VolumeCapability raw = block(Mode.SINGLE_NODE_WRITER);
    scene.stage(raw);
    scene.publish(raw);

    refusesStage(EXT4, Status.Code.FAILED_PRECONDITION, scene.target().toString());
    scene.node().filesystems.put(device, filesystem("ext4", false));
    refusesStage(EXT4, Status.Code.FAILED_PRECONDITION, scene.target().toString());

    assertThat(scene.node().filesystems.formatted()).isEmpty();
    assertThat(scene.node().mounter.at(scene.staging())).isEmpty();
    scene.unpublish();
    scene.stage(EXT4);
  }

  @Test
  void aVolumeHasOneStagingPath() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    Path second = scene.node().made("second");
    scene.stage(EXT4);

    assertRefused(
        () -> scene.csi().nodeStageVolume(stage(second, EXT4)),
        Status.Code.FAILED_PRECONDITION,
        scene.staging().toString());

    assertThat(scene.node().mounter.at(second)).isEmpty();
    scene.stage(EXT4);
  }

  @Test
  void aWorkloadsTargetIsNoStagingPath() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    scene.stage(EXT4);
    scene.publish(EXT4);

    assertRefused(
        () -> scene.csi().nodeStageVolume(stage(scene.target(), EXT4)),
        Status.Code.FAILED_PRECONDITION,
        scene.target().toString());
    scene.stage(EXT4);
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
    scene.stage(mount(filesystem));
    scene.stage(mount(""));

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

    scene.stage(EXT4);

    assertThat(scene.node().filesystems.checked()).containsExactly(device);
  }

  @Test
  void stagedWithAnotherCapabilityExistsAlready() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    scene.stage(mount("ext4", "noatime", "nosuid"));

    scene.stage(mount("ext4", "noatime,nosuid"));
    refusesStage(mount("xfs", "noatime", "nosuid"), Status.Code.ALREADY_EXISTS, "ext4");
    refusesStage(mount("ext4", "nosuid"), Status.Code.ALREADY_EXISTS, "not shown");
    refusesStage(mount("ext4", "noatime", "nosuid", "ro"), Status.Code.ALREADY_EXISTS, "not shown");
  }

  @Test
  void aStagingPathThatAnotherVolumeHasExistsAlready() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    scene.node().attach(OTHER_VOLUME, 2);
    scene
        .csi()
        .nodeStageVolume(
            stage(scene.staging(), EXT4).toBuilder().setVolumeId(OTHER_VOLUME).build());

    refusesStage(EXT4, Status.Code.ALREADY_EXISTS, "another device");
  }

  private void refusesStage(VolumeCapability capability, Status.Code code, String... messages) {
    assertRefused(() -> scene.stage(capability), code, messages);
  }
}
