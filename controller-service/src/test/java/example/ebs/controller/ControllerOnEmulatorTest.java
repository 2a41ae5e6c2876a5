package example.ebs.controller;

import static example.ebs.controller.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.emulator.DeviceKind;
import example.ebs.emulator.Emulator;
import example.ebs.emulator.EmulatorConfig;
import example.ebs.emulator.Latency;
import example.ebs.proto.csi.ControllerGrpc;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.Volume;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole service, over HTTP against the emulator. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ControllerOnEmulatorTest {
  private final Emulator emulator;
  private final ControllerService service;
  private final GrpcController grpc;
  private final ControllerGrpc.ControllerBlockingStub controller;

  ControllerOnEmulatorTest(@TempDir Path state) throws IOException {
    emulator =
        Emulator.start(
            EmulatorConfig.defaults(state).withDevices(DeviceKind.NONE).withLatency(Latency.NONE));
    service =
        ControllerService.create(
            ControllerConfig.defaults().withEmulator(emulator.endpoint(), "us-east-1"));
    grpc = new GrpcController(service.grpc());
    controller = grpc.stub();
  }

  @AfterAll
  void stop() {
    grpc.close();
    service.close();
    emulator.destroy();
  }

  @AfterEach
  void heal() {
    emulator.faults().clear();
  }

  @Test
  void aVolumeIsCreatedPublishedUnpublishedAndDeleted() {
    String node = emulator.runInstance("us-east-1a", "m5.large");
    Volume volume = controller.createVolume(Requests.create("life", 3).build()).getVolume();
    assertThat(volume.getCapacityBytes()).isEqualTo(3 * Requests.GIB);
    assertThat(volume.getAccessibleTopologyList()).containsExactly(Requests.zone("us-east-1a"));

    String device =
        controller
            .controllerPublishVolume(Requests.publish(volume.getVolumeId(), node).build())
            .getPublishContextOrThrow("devicePath");
    assertThat(device).isEqualTo("/dev/xvdaa");
    assertRefused(
        () -> controller.deleteVolume(Requests.delete(volume.getVolumeId())),
        Status.Code.FAILED_PRECONDITION,
        volume.getVolumeId(),
        node);

    controller.controllerUnpublishVolume(Requests.unpublish(volume.getVolumeId(), node));
    controller.deleteVolume(Requests.delete(volume.getVolumeId()));
    controller.deleteVolume(Requests.delete(volume.getVolumeId()));
    controller.controllerUnpublishVolume(Requests.unpublish(volume.getVolumeId(), node));
  }

  @Test
  void theSameNameGivesTheSameVolume() {
    Volume first = controller.createVolume(Requests.create("twice", 1).build()).getVolume();
    Volume second = controller.createVolume(Requests.create("twice", 1).build()).getVolume();
    assertThat(second).isEqualTo(first);
    assertRefused(
        () -> controller.createVolume(Requests.create("twice", 2).build()),
        Status.Code.ALREADY_EXISTS,
        first.getVolumeId(),
        "size 1 GiB, wanted at least 2 GiB");
  }

  @Test
  void aLostReplyLeavesExactlyOneVolume() {
    emulator.faults().loseReply("CreateVolume", 1);
    Volume volume = controller.createVolume(Requests.create("lost", 1).build()).getVolume();
    emulator.faults().loseReply("CreateVolume", 4);
    assertThat(controller.createVolume(Requests.create("lost", 1).build()).getVolume())
        .isEqualTo(volume);
  }

  @Test
  void aCallKilledBetweenRequestAndReplyIsTakenUpByTheNext() {
    emulator.faults().loseReply("CreateVolume", 4);
    assertRefused(
        () -> controller.createVolume(Requests.create("killed", 1).build()),
        Status.Code.UNAVAILABLE,
        "CreateVolume");
    emulator.faults().clear();
    Volume volume = controller.createVolume(Requests.create("killed", 1).build()).getVolume();
    // A second controller knows nothing of the first one's memory, and finds the same volume.
    try (ControllerService other =
            ControllerService.create(
                ControllerConfig.defaults().withEmulator(emulator.endpoint(), "us-east-1"));
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
    emulator.faults().loseReply("CreateVolume", 1);
    emulator.faults().fail("CreateVolume", 1, 400, code);
    Volume volume = controller.createVolume(request).getVolume();
    assertThat(controller.createVolume(request).getVolume()).isEqualTo(volume);
  }

  @Test
  void aRefusalAfterALostReplyIsNotFinal() {
    String node = emulator.runInstance("us-east-1a", "m5.large");
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
    emulator.faults().fail("CreateVolume", 1, 400, "UnauthorizedOperation");
    assertRefused(
        () -> controller.createVolume(Requests.create("refused", 1).build()),
        Status.Code.PERMISSION_DENIED,
        "UnauthorizedOperation");
    emulator.faults().fail("DeleteVolume", 1, 400, "UnauthorizedOperation");
    assertRefused(
        () -> controller.deleteVolume(Requests.delete("vol-0123456789abcdef0")),
        Status.Code.PERMISSION_DENIED,
        "UnauthorizedOperation");
  }

  @Test
  void aDeletedVolumesNameIsGivenToAnotherVolume() {
    Volume first = controller.createVolume(Requests.create("reborn", 1).build()).getVolume();
    controller.deleteVolume(Requests.delete(first.getVolumeId()));
    Volume second = controller.createVolume(Requests.create("reborn", 1).build()).getVolume();
    assertThat(second.getVolumeId()).isNotEqualTo(first.getVolumeId());
  }

  @Test
  void aFullZoneIsExhaustedAndOtherZonesAreNot() {
    emulator.faults().zoneFull("us-east-1a", true);
    assertRefused(
        () -> controller.createVolume(Requests.create("full", 1).build()),
        Status.Code.RESOURCE_EXHAUSTED,
        "us-east-1a",
        "InsufficientVolumeCapacity");
    assertThat(
            controller
                .createVolume(
                    Requests.create("full", 1)
                        .setAccessibilityRequirements(Requests.requisite("us-east-1b"))
                        .build())
                .getVolume()
                .getAccessibleTopology(0))
        .isEqualTo(Requests.zone("us-east-1b"));
  }

  @Test
  void anUnknownZoneIsInvalid() {
    assertRefused(
        () ->
            controller.createVolume(
                Requests.create("nowhere", 1)
                    .setAccessibilityRequirements(Requests.requisite("eu-nowhere-1a"))
                    .build()),
        Status.Code.INVALID_ARGUMENT,
        "eu-nowhere-1a");
  }

  @Test
  void throttlingThatEndsIsNotSeenAndThatLastsIsUnavailable() {
    emulator.faults().fail("CreateVolume", 1, 503, "RequestLimitExceeded");
    assertThat(controller.createVolume(Requests.create("throttled", 1).build()).hasVolume())
        .isTrue();
    emulator.faults().fail("DeleteVolume", 10, 503, "RequestLimitExceeded");
    assertRefused(
        () -> controller.deleteVolume(Requests.delete("vol-0123456789abcdef0")),
        Status.Code.UNAVAILABLE,
        "RequestLimitExceeded");
  }

  @Test
  void aSlowEc2NeverHoldsACallerBeyondItsDeadline() {
    emulator.faults().delay("DescribeVolumes", 1, Duration.ofSeconds(1));
    assertRefused(
        () ->
            controller
                .withDeadlineAfter(300, TimeUnit.MILLISECONDS)
                .createVolume(Requests.create("slow", 1).build()),
        Status.Code.DEADLINE_EXCEEDED,
        "");
  }

  @Test
  void anInstanceTakesAsManyVolumesAsItsTypeAllowsAndNoMore() {
    String node = emulator.runInstance("us-east-1a", "m5.large");
    int attached = 0;
    Optional<StatusRuntimeException> refused = Optional.empty();
    for (int i = 0; i < 130 && refused.isEmpty(); i++) {
      String volume =
          controller
              .createVolume(Requests.create("many-" + i, 1).build())
              .getVolume()
              .getVolumeId();
      refused = publishRefusal(volume, node);
      attached++;
    }
    assertThat(attached).isGreaterThan(20);
    Status status = refused.orElseThrow().getStatus();
    assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(status.getDescription()).contains(node, "use another node");
  }

  @Test
  void manyVolumesAreAttachedToOneNodeAtTheSameTimeUnderDifferentNames() throws Exception {
    String node = emulator.runInstance("us-east-1a", "m5.large");
    List<Future<String>> devices = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        CreateVolumeRequest request = Requests.create("together-" + i, 1).build();
        devices.add(
            threads.submit(
                () -> {
                  String volume = controller.createVolume(request).getVolume().getVolumeId();
                  return controller
                      .controllerPublishVolume(Requests.publish(volume, node).build())
                      .getPublishContextOrThrow("devicePath");
                }));
      }
    }
    Set<String> names = new HashSet<>();
    for (Future<String> device : devices) {
      names.add(device.get());
    }
    assertThat(names).hasSize(20);
  }

  @Test
  void aDeletedVolumeIsNotFoundByValidation() {
    Volume volume = controller.createVolume(Requests.create("static", 1).build()).getVolume();
    assertThat(controller.deleteVolume(Requests.delete(volume.getVolumeId()))).isNotNull();
    assertRefused(
        () ->
            controller.validateVolumeCapabilities(
                Requests.validate(volume.getVolumeId(), Requests.mount(Mode.SINGLE_NODE_WRITER))
                    .build()),
        Status.Code.NOT_FOUND,
        volume.getVolumeId());
  }

  private void loseReplyAndRefuse(String action, String code) {
    emulator.faults().loseReply(action, 1);
    emulator.faults().fail(action, 1, 400, code);
  }

  private Optional<StatusRuntimeException> publishRefusal(String volume, String node) {
    try {
      controller.controllerPublishVolume(Requests.publish(volume, node).build());
      return Optional.empty();
    } catch (StatusRuntimeException refused) {
      return Optional.of(refused);
    }
  }
}
