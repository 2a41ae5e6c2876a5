package example.ebs.controller;

import static example.ebs.controller.FakeController.NODE;
import static example.ebs.controller.FakeController.OTHER_NODE;
import static example.ebs.controller.FakeController.VOLUME;
import static example.ebs.controller.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.controller.attachment.AttachmentState;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.VolumeId;
import example.ebs.proto.csi.ControllerPublishVolumeRequest;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import io.grpc.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ControllerPublishVolume, right and wrong. */
final class PublishTest {
  private final FakeController controller = new FakeController();

  @AfterEach
  void stop() {
    controller.close();
  }

  @Test
  void aMissingFieldIsRefusedBeforeAnythingIsLookedUp() {
    assertRefused(() -> controller.publish(request().setVolumeId("")), invalid(), "volume_id");
    assertRefused(() -> controller.publish(request().setNodeId("")), invalid(), "node_id");
    assertRefused(
        () -> controller.publish(request().clearVolumeCapability()),
        invalid(),
        "volume_capability");
    assertRefused(() -> controller.unpublish("", NODE.value()), invalid(), "volume_id");
  }

  @Test
  void whatIsNotSupportedIsRefused() {
    assertRefused(() -> controller.publish(request().setReadonly(true)), invalid(), "readonly");
    assertRefused(
        () ->
            controller.publish(
                request().setVolumeCapability(Requests.mount(Mode.MULTI_NODE_READER_ONLY))),
        invalid(),
        "MULTI_NODE_READER_ONLY");
    assertRefused(
        () ->
            controller.publish(
                request().setVolumeCapability(Requests.block(Mode.MULTI_NODE_MULTI_WRITER))),
        invalid(),
        "multi-attach",
        VOLUME.value());
    assertRefused(
        () -> controller.publish(request().setNodeId("i".repeat(257))), invalid(), "256", "257");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ext2", "ext3", "btrfs", "ntfs", "fuse.some_fs-2", ""})
  void whatAVolumeHoldsIsTheNodesQuestion(String filesystem) {
    assertThat(
            controller.publish(
                request().setVolumeCapability(Requests.mount(Mode.SINGLE_NODE_WRITER, filesystem))))
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../ext4", "ext4 -o ro", "-t", "/", "ext\n4"})
  void whatIsNoFilesystemsNameIsRefused(String filesystem) {
    assertRefused(
        () ->
            controller.publish(
                request().setVolumeCapability(Requests.mount(Mode.SINGLE_NODE_WRITER, filesystem))),
        invalid(),
        "fs_type");
  }

  @Test
  void anUnknownVolumeOrNodeIsNotFound() {
    assertRefused(
        () -> controller.publish(request().setVolumeId("fake-vol-id")),
        Status.Code.NOT_FOUND,
        "fake-vol-id");
    assertRefused(
        () -> controller.publish(request().setVolumeId("vol-00000000000000fff")),
        Status.Code.NOT_FOUND,
        "vol-00000000000000fff");
    assertRefused(
        () -> controller.publish(request().setNodeId("fake-node")),
        Status.Code.NOT_FOUND,
        "fake-node");
    NodeId gone = new NodeId("i-00000000000000ccc");
    controller.attachments.addNode(gone, "us-east-1a", true);
    assertRefused(
        () -> controller.publish(request().setNodeId(gone.value())),
        Status.Code.NOT_FOUND,
        "terminated");
  }

  @Test
  void repeatedItGivesTheSameDeviceAndAsksOnce() {
    assertThat(controller.publish(request())).isEqualTo("/dev/xvdaa");
    assertThat(controller.publish(request())).isEqualTo("/dev/xvdaa");
    assertThat(controller.attachments.requests()).containsExactly("attach /dev/xvdaa");
  }

  @Test
  void aNameThatTheNodeRefusesIsReplacedInTheSameCallAndRemembered() {
    controller.attachments.hide(NODE, "/dev/xvdaa");
    controller.attachments.hide(NODE, "/dev/xvdab");
    assertThat(controller.publish(request())).isEqualTo("/dev/xvdac");
    VolumeId second = new VolumeId("vol-00000000000000bbb");
    controller.attachments.addVolume(second, "us-east-1a", false);
    assertThat(controller.publish(request().setVolumeId(second.value()))).isEqualTo("/dev/xvdad");
    assertThat(controller.attachments.requests()).hasSize(4);
  }

  @Test
  void aVolumeOfAnotherZoneNamesBothZonesAndTheFix() {
    NodeId far = new NodeId("i-00000000000000ddd");
    controller.attachments.addNode(far, "us-east-1b", false);
    assertRefused(
        () -> controller.publish(request().setNodeId(far.value())),
        Status.Code.FAILED_PRECONDITION,
        "us-east-1a",
        "us-east-1b",
        "node affinity");
  }

  @Test
  void aVolumeOfAnotherNodeNamesThatNode() {
    controller.publish(request());
    assertRefused(
        () -> controller.publish(request().setNodeId(OTHER_NODE.value())),
        Status.Code.FAILED_PRECONDITION,
        NODE.value(),
        OTHER_NODE.value());
  }

  @Test
  void aMultiAttachVolumeGoesToManyNodesOnlyWhenThatIsAskedFor() {
    VolumeId shared = new VolumeId("vol-00000000000000ccc");
    controller.attachments.addVolume(shared, "us-east-1a", true);
    ControllerPublishVolumeRequest.Builder request = request().setVolumeId(shared.value());
    controller.publish(request);
    assertRefused(
        () -> controller.publish(request.setNodeId(OTHER_NODE.value())),
        Status.Code.FAILED_PRECONDITION,
        NODE.value());
    controller.publish(request.setVolumeCapability(Requests.block(Mode.MULTI_NODE_MULTI_WRITER)));
  }

  @Test
  void aNodeWithoutAFreeNameIsFull() {
    for (int i = 0; i < 127; i++) {
      VolumeId volume = new VolumeId("vol-%017x".formatted(0xf000 + i));
      controller.attachments.addVolume(volume, "us-east-1a", false);
      controller.publish(request().setVolumeId(volume.value()));
    }
    assertRefused(
        () -> controller.publish(request()), Status.Code.RESOURCE_EXHAUSTED, NODE.value());
  }

  @Test
  void anAttachmentThatHangsIsGivenUpByTheProcessThatBeganIt() {
    controller.attachments.slow();
    assertRefused(() -> controller.publish(request()), Status.Code.ABORTED, "hung", "/dev/xvdaa");
    assertThat(controller.attachments.requests()).contains("detach");
  }

  @Test
  void anAttachmentThatAnotherBeganIsNeverTakenAway() {
    controller.attachments.set(VOLUME, NODE, new AttachmentState.Attaching("/dev/xvdba"));
    assertRefused(
        () -> controller.publish(request()),
        Status.Code.DEADLINE_EXCEEDED,
        "attaching",
        NODE.value());
    assertThat(controller.attachments.requests()).isEmpty();
    controller.attachments.set(VOLUME, NODE, new AttachmentState.Attached("/dev/xvdba"));
    assertThat(controller.publish(request())).isEqualTo("/dev/xvdba");
  }

  @Test
  void anAttachmentOnItsWayBackIsWaitedForByTheCaller() {
    controller.attachments.set(VOLUME, NODE, new AttachmentState.Detaching());
    assertRefused(() -> controller.publish(request()), Status.Code.ABORTED, "detached");
  }

  @Test
  void aRefusedLookIsNeverFinalForAnEarlierCallMayHaveAttached() {
    controller.attachments.refuseLooks(denied());
    assertPublishIsUnsettled();
  }

  @Test
  void aRefusalWhileTheVolumeIsAttachingIsNotFinal() {
    controller.attachments.slow();
    controller.attachments.beforeNextLook(() -> controller.attachments.refuseLooks(denied()));
    assertPublishIsUnsettled();
  }

  private void assertPublishIsUnsettled() {
    assertRefused(
        () -> controller.publish(request()),
        Status.Code.UNAVAILABLE,
        VOLUME.value(),
        NODE.value(),
        "UnauthorizedOperation");
  }

  @Test
  void aHangingAttachmentThatMayNotBeDetachedIsNotFinal() {
    controller.attachments.slow();
    controller.attachments.refuseDetaches(denied());
    assertRefused(
        () -> controller.publish(request()),
        Status.Code.UNAVAILABLE,
        VOLUME.value(),
        "could not be detached",
        "UnauthorizedOperation");
  }

  private static Failure denied() {
    return new Failure.Denied("UnauthorizedOperation", new IllegalStateException());
  }

  private ControllerPublishVolumeRequest.Builder request() {
    return Requests.publish(VOLUME.value(), NODE.value());
  }

  private static Status.Code invalid() {
    return Status.Code.INVALID_ARGUMENT;
  }
}
