package example.ebs.node;

import static example.ebs.node.Requests.block;
import static example.ebs.node.Requests.mount;
import static example.ebs.node.Requests.publish;
import static example.ebs.node.Requests.stage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import example.ebs.proto.csi.NodePublishVolumeRequest;
import example.ebs.proto.csi.NodeStageVolumeRequest;
import example.ebs.proto.csi.NodeUnpublishVolumeRequest;
import example.ebs.proto.csi.NodeUnstageVolumeRequest;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are wrong in themselves, whatever is on the node. */
final class NodeRefusalsTest {
  @RegisterExtension private final NodeScene scene = new NodeScene();

  @Test
  void stageNeedsVolumePathAndCapability() {
    NodeStageVolumeRequest whole = stage(scene.staging(), mount("ext4"));

    refusesStage(whole.toBuilder().clearVolumeId().build(), "volume_id");
    refusesStage(whole.toBuilder().clearStagingTargetPath().build(), "staging_target_path");
    refusesStage(whole.toBuilder().clearVolumeCapability().build(), "volume_capability");
  }

  @Test
  void stagingAndTargetDoNotLieInEachOther() {
    for (Path inside : List.of(scene.staging(), scene.staging().resolve("pod"))) {
      refusesPublish(publish(scene.staging(), inside, mount("ext4")), "inside one another");
    }
    refusesPublish(
        publish(scene.target().resolve("staging"), scene.target(), mount("ext4")),
        "inside one another");
  }

  @Test
  void aNameThatNoFilesystemTakesIsRefused() {
    Path longest = scene.staging().resolveSibling("n".repeat(300));

    refusesStage(stage(longest, mount("ext4")), "too long");
    refusesPublish(publish(scene.staging(), longest, block(Mode.SINGLE_NODE_WRITER)), "too long");
    refusesPublish(
        publish(scene.staging(), longest.resolve("x"), block(Mode.SINGLE_NODE_WRITER)), "too long");
  }

  @Test
  void publishNeedsVolumePathAndCapability() {
    NodePublishVolumeRequest whole = publish(scene.staging(), scene.target(), mount("ext4"));

    refusesPublish(whole.toBuilder().clearVolumeId().build(), "volume_id");
    refusesPublish(whole.toBuilder().clearTargetPath().build(), "target_path");
    refusesPublish(whole.toBuilder().clearVolumeCapability().build(), "volume_capability");
  }

  @Test
  void publishWithoutCapabilityIsInvalidEvenIfTheRestIsUnknown() {
    refusesPublish(
        NodePublishVolumeRequest.newBuilder().setVolumeId("fake").setTargetPath("x").build(),
        "volume_capability");
    refusesPublish(NodePublishVolumeRequest.getDefaultInstance(), "volume_id");
  }

  @Test
  void publishWithoutStagingPathLacksAPrecondition() {
    NodePublishVolumeRequest request =
        publish(scene.staging(), scene.target(), mount("ext4")).toBuilder()
            .clearStagingTargetPath()
            .build();

    refuses(
        () -> scene.node().node().nodePublishVolume(request),
        Status.Code.FAILED_PRECONDITION,
        "staging_target_path");
  }

  @Test
  void unstageAndUnpublishNeedVolumeAndPath() {
    invalid(
        () -> scene.node().node().nodeUnstageVolume(NodeUnstageVolumeRequest.getDefaultInstance()),
        "volume_id");
    invalid(
        () ->
            scene
                .node()
                .node()
                .nodeUnstageVolume(NodeUnstageVolumeRequest.newBuilder().setVolumeId("v").build()),
        "staging_target_path");
    invalid(
        () ->
            scene
                .node()
                .node()
                .nodeUnpublishVolume(NodeUnpublishVolumeRequest.getDefaultInstance()),
        "volume_id");
    invalid(
        () ->
            scene
                .node()
                .node()
                .nodeUnpublishVolume(
                    NodeUnpublishVolumeRequest.newBuilder().setVolumeId("v").build()),
        "target_path");
  }

  @Test
  void aMalformedVolumeIdNamesNoVolume() {
    refuses(
        () ->
            scene
                .node()
                .node()
                .nodeStageVolume(
                    stage(scene.staging(), mount("ext4")).toBuilder()
                        .setVolumeId("fake-vol-id")
                        .build()),
        Status.Code.NOT_FOUND,
        "fake-vol-id");
  }

  @Test
  void anUnknownFilesystemIsInvalid() {
    refusesStage(
        stage(scene.staging(), mount("ntfs")),
        "ntfs is not supported; ask for one of ext2, ext3, ext4, xfs");
    refusesPublish(publish(scene.staging(), scene.target(), mount("ntfs")), "ntfs");
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"MULTI_NODE_READER_ONLY", "MULTI_NODE_SINGLE_WRITER", "MULTI_NODE_MULTI_WRITER"})
  void noFilesystemIsMountedByManyNodes(Mode mode) {
    refusesStage(stage(scene.staging(), mount("ext4", mode)), mode.name());
    refusesPublish(publish(scene.staging(), scene.target(), mount("ext4", mode)), mode.name());
  }

  @Test
  void anUnknownAccessModeIsInvalid() {
    refusesStage(stage(scene.staging(), mount("ext4", Mode.UNKNOWN)), "access mode");
    refusesStage(stage(scene.staging(), block(Mode.UNKNOWN)), "access mode");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"relative/path", "/etc", "%s", "%s/../outside", "%s/a/../b", "%s/./b", "%s/\0"})
  void pathsThatAreRelativeOrLeadOutsideAreInvalid(String form) {
    Path path = Path.of("/placeholder");
    String text = form.replace("%s", scene.node().kubelet().toString());

    refusesStage(
        stage(path, mount("ext4")).toBuilder().setStagingTargetPath(text).build(),
        "staging_target_path");
    refusesPublish(
        publish(scene.staging(), path, mount("ext4")).toBuilder().setTargetPath(text).build(),
        "target_path");
  }

  @Test
  void aPathThroughASymbolicLinkIsInvalid() throws IOException {
    scene.node().attach(Requests.VOLUME, 1);
    scene.node().node().nodeStageVolume(stage(scene.staging(), mount("ext4")));
    Path outside = Files.createDirectories(scene.folder().resolve("outside"));
    Path link = Files.createSymbolicLink(scene.node().kubelet().resolve("link"), outside);

    refusesPublish(publish(scene.staging(), link, mount("ext4")), "symbolic link");
    refusesPublish(
        publish(scene.staging(), link.resolve("target"), mount("ext4")), "symbolic link");
    invalid(
        () -> scene.node().node().nodeUnpublishVolume(Requests.unpublish(link.resolve("target"))),
        "symbolic link");
    for (Path path : List.of(link, link.resolve("staging"))) {
      invalid(() -> scene.node().node().nodeUnstageVolume(Requests.unstage(path)), "symbolic link");
      refusesStage(stage(path, block(Mode.SINGLE_NODE_WRITER)), "symbolic link");
    }
    assertThat(outside).isEmptyDirectory();
  }

  private void refusesStage(NodeStageVolumeRequest request, String message) {
    invalid(() -> scene.node().node().nodeStageVolume(request), message);
  }

  private void refusesPublish(NodePublishVolumeRequest request, String message) {
    invalid(() -> scene.node().node().nodePublishVolume(request), message);
  }

  private static void invalid(ThrowingCallable call, String message) {
    refuses(call, Status.Code.INVALID_ARGUMENT, message);
  }

  private static void refuses(ThrowingCallable call, Status.Code code, String message) {
    StatusRuntimeException thrown = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(thrown.getStatus().getCode()).as(thrown.getMessage()).isEqualTo(code);
    assertThat(thrown).hasMessageContaining(message);
  }
}
