package example.ebs.controller;

import static example.ebs.controller.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.proto.csi.ControllerGrpc;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.Volume;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the whole service makes of replies that are lost, calls that are refused and an EC2 that is
 * slow.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FaultsOnEmulatorTest {
  private final EmulatedController emulated;
  private final ControllerGrpc.ControllerBlockingStub controller;

  FaultsOnEmulatorTest(@TempDir Path state) throws IOException {
    emulated = new EmulatedController(state);
    controller = emulated.stub();
  }

  @AfterAll
  void stop() {
    emulated.close();
  }

  @AfterEach
  void heal() {
    emulated.faults().clear();
  }

  @Test
  void aLostReplyLeavesExactlyOneVolume() {
    emulated.faults().loseReply("CreateVolume", 1);
    Volume volume = controller.createVolume(Requests.create("lost", 1).build()).getVolume();
    emulated.faults().loseReply("CreateVolume", 4);
    assertThat(controller.createVolume(Requests.create("lost", 1).build()).getVolume())
        .isEqualTo(volume);
  }

  @Test
  void aCallKilledBetweenRequestAndReplyIsTakenUpByTheNext() {
    emulated.faults().loseReply("CreateVolume", 4);
    assertRefused(
        () -> controller.createVolume(Requests.create("killed", 1).build()),
        Status.Code.UNAVAILABLE,
        "CreateVolume");
    emulated.faults().clear();
    Volume volume = controller.createVolume(Requests.create("killed", 1).build()).getVolume();
    try (ControllerService other = emulated.another();
        GrpcController otherGrpc = new GrpcController(other.grpc())) {
      assertThat(otherGrpc.stub().createVolume(Requests.create("killed", 1).build()).getVolume())
          .isEqualTo(volume);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UnauthorizedOperation",
        "AuthFailure",
        "OptInRequired",
        "InvalidParameterValue",
        "InvalidZone.NotFound",
        "VolumeLimitExceeded",
        "SomethingNew"
      })
  void aRefusalAfterALostReplyHidesNoVolume(String code) {
    CreateVolumeRequest request = Requests.create("hidden-" + code, 1).build();
    emulated.faults().loseReply("CreateVolume", 1);
    emulated.faults().fail("CreateVolume", 1, 400, code);
    Volume volume = controller.createVolume(request).getVolume();
    assertThat(controller.createVolume(request).getVolume()).isEqualTo(volume);
  }

  @Test
  void aRefusalAfterALostReplyIsNotFinal() {
    String node = emulated.runInstance("us-east-1a", "m5.large");
    String volume =
        controller.createVolume(Requests.create("unsettled", 1).build()).getVolume().getVolumeId();
    loseReplyAndRefuse("AttachVolume", "UnauthorizedOperation");
    assertRefused(
        () -> controller.controllerPublishVolume(Requests.publish(volume, node).build()),
        Status.Code.UNAVAILABLE,
        "AttachVolume",
        "UnauthorizedOperation");
    assertThat(
            controller
                .controllerPublishVolume(Requests.publish(volume, node).build())
                .getPublishContextOrThrow("devicePath"))
        .isEqualTo("/dev/xvdaa");
    loseReplyAndRefuse("DetachVolume", "AuthFailure");
    assertRefused(
        () -> controller.controllerUnpublishVolume(Requests.unpublish(volume, node)),
        Status.Code.UNAVAILABLE,
        "DetachVolume",
        "AuthFailure");
    controller.controllerUnpublishVolume(Requests.unpublish(volume, node));
    loseReplyAndRefuse("DeleteVolume", "SomethingNew");
    assertRefused(
        () -> controller.deleteVolume(Requests.delete(volume)),
        Status.Code.UNAVAILABLE,
        "DeleteVolume",
        "SomethingNew");
    controller.deleteVolume(Requests.delete(volume));
  }

  @Test
  void aRefusalOfTheOnlyAttemptIsFinal() {
    emulated.faults().fail("CreateVolume", 1, 400, "UnauthorizedOperation");
    assertRefused(
        () -> controller.createVolume(Requests.create("refused", 1).build()),
        Status.Code.PERMISSION_DENIED,
        "UnauthorizedOperation");
    emulated.faults().fail("DeleteVolume", 1, 400, "UnauthorizedOperation");
    assertRefused(
        () -> controller.deleteVolume(Requests.delete("vol-0123456789abcdef0")),
        Status.Code.PERMISSION_DENIED,
        "UnauthorizedOperation");
  }

  @Test
  void throttlingThatEndsIsNotSeenAndThatLastsIsUnavailable() {
    emulated.faults().fail("CreateVolume", 1, 503, "RequestLimitExceeded");
    assertThat(controller.createVolume(Requests.create("throttled", 1).build()).hasVolume())
        .isTrue();
    emulated.faults().fail("DeleteVolume", 10, 503, "RequestLimitExceeded");
    assertRefused(
        () -> controller.deleteVolume(Requests.delete("vol-0123456789abcdef0")),
        Status.Code.UNAVAILABLE,
        "RequestLimitExceeded");
  }

  @Test
  void aSlowEc2NeverHoldsACallerBeyondItsDeadline() {
    emulated.faults().delay("DescribeVolumes", 1, Duration.ofSeconds(1));
    assertRefused(
        () ->
            controller
                .withDeadlineAfter(300, TimeUnit.MILLISECONDS)
                .createVolume(Requests.create("slow", 1).build()),
        Status.Code.DEADLINE_EXCEEDED,
        "");
  }

  private void loseReplyAndRefuse(String action, String code) {
    emulated.faults().loseReply(action, 1);
    emulated.faults().fail(action, 1, 400, code);
  }
}
