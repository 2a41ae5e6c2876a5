package example.ebs.controller;

import static example.ebs.controller.FakeController.NODE;
import static example.ebs.controller.FakeController.OTHER_NODE;
import static example.ebs.controller.FakeController.VOLUME;
import static example.ebs.controller.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.controller.attachment.AttachmentState;
import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.ControllerPublishVolumeRequest;
import io.grpc.Status;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** ControllerUnpublishVolume, right and wrong. */
final class UnpublishTest {
  private final FakeController controller = new FakeController();

  @AfterEach
  void stop() {
    controller.close();
  }

  @Test
  void unpublishTakesItOffOneNodeOrAll() {
    controller.publish(request());
    controller.unpublish(VOLUME.value(), NODE.value());
    controller.publish(request());
    controller.unpublish(VOLUME.value(), "");
    assertThat(controller.publish(request().setNodeId(OTHER_NODE.value()))).isEqualTo("/dev/xvdaa");
  }

  @Test
  void unpublishFromAllDoesNotMeddleWithAnAttachmentInProgress() {
    controller.attachments.slow();
    controller.attachments.beforeNextLook(
        () -> {
          assertRefused(
              () -> controller.unpublish(VOLUME.value(), ""), Status.Code.ABORTED, NODE.value());
          controller.attachments.set(VOLUME, NODE, new AttachmentState.Attached("/dev/xvdaa"));
        });

    assertThat(controller.publish(request())).isEqualTo("/dev/xvdaa");
    assertThat(controller.attachments.requests()).doesNotContain("detach");
  }

  @Test
  void unpublishOfWhatDoesNotExistIsDone() {
    controller.unpublish("fake-vol-id", NODE.value());
    controller.unpublish("vol-00000000000000fff", NODE.value());
    controller.unpublish("vol-00000000000000fff", "");
    controller.unpublish(VOLUME.value(), NODE.value());
    controller.unpublish(VOLUME.value(), "fake-node");
  }

  @Test
  void aBusyVolumeSaysWhoKeepsIt() {
    controller.publish(request());
    controller.attachments.leaveAs(new AttachmentState.Busy());
    assertRefused(
        () -> controller.unpublish(VOLUME.value(), NODE.value()),
        Status.Code.DEADLINE_EXCEEDED,
        VOLUME.value(),
        NODE.value(),
        "mounted or open");
  }

  @Test
  void unpublishWaitsUntilTheVolumeIsOff() {
    controller.publish(request());
    controller.attachments.leaveAs(new AttachmentState.Detaching());
    controller.time.after(
        Duration.ofSeconds(3),
        () -> controller.attachments.set(VOLUME, NODE, new AttachmentState.Detached()));
    controller.unpublish(VOLUME.value(), NODE.value());
    assertThat(controller.publish(request().setNodeId(OTHER_NODE.value()))).isEqualTo("/dev/xvdaa");
  }

  @Test
  void aRefusalWhileTheVolumeIsDetachingIsNotFinal() {
    controller.publish(request());
    controller.attachments.leaveAs(new AttachmentState.Detaching());
    controller.attachments.beforeNextLook(() -> controller.attachments.refuseLooks(denied()));
    assertRefused(
        () -> controller.unpublish(VOLUME.value(), NODE.value()),
        Status.Code.UNAVAILABLE,
        VOLUME.value(),
        NODE.value(),
        "UnauthorizedOperation");
  }

  private static Failure denied() {
    return new Failure.Denied("UnauthorizedOperation", new IllegalStateException());
  }

  private ControllerPublishVolumeRequest.Builder request() {
    return Requests.publish(VOLUME.value(), NODE.value());
  }
}
