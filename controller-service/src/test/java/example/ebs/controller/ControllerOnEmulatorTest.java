package example.ebs.controller;

import static example.ebs.controller.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.proto.csi.ControllerGrpc;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.Volume;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The whole service, over HTTP against the emulator. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ControllerOnEmulatorTest {
  private final EmulatedController emulated;
  private final ControllerGrpc.ControllerBlockingStub controller;

  ControllerOnEmulatorTest(@TempDir Path state) throws IOException {
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
  void aVolumeIsCreatedPublishedUnpublishedAndDeleted() {
    String node = emulated.runInstance("us-east-1a", "m5.large");
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
  void aDeletedVolumesNameIsGivenToAnotherVolume() {
    Volume first = controller.createVolume(Requests.create("reborn", 1).build()).getVolume();
    controller.deleteVolume(Requests.delete(first.getVolumeId()));
    Volume second = controller.createVolume(Requests.create("reborn", 1).build()).getVolume();
    assertThat(second.getVolumeId()).isNotEqualTo(first.getVolumeId());
  }

  @Test
  void aFullZoneIsExhaustedAndOtherZonesAreNot() {
    emulated.faults().zoneFull("us-east-1a", true);
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
  void aVolumeGrowsOnceWhereTheReplyIsLost() {
    String volume =
        controller.createVolume(Requests.create("grows", 2).build()).getVolume().getVolumeId();
    emulated.faults().loseReply("ModifyVolume", 4);
    assertRefused(
        () -> controller.controllerExpandVolume(Requests.expand(volume, 5).build()),
        Status.Code.UNAVAILABLE,
        "ModifyVolume");
    emulated.faults().clear();
    assertThat(
            controller
                .controllerExpandVolume(Requests.expand(volume, 5).build())
                .getCapacityBytes())
        .isEqualTo(5 * Requests.GIB);
    assertThat(
            controller
                .controllerExpandVolume(Requests.expand(volume, 3).build())
                .getCapacityBytes())
        .isEqualTo(5 * Requests.GIB);
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
  void anInstanceTakesAsManyVolumesAsItsTypeAllowsAndNoMore() {
    String node = emulated.runInstance("us-east-1a", "m5.large");
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
    String node = emulated.runInstance("us-east-1a", "m5.large");
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

  private Optional<StatusRuntimeException> publishRefusal(String volume, String node) {
    try {
      controller.controllerPublishVolume(Requests.publish(volume, node).build());
      return Optional.empty();
    } catch (StatusRuntimeException refused) {
      return Optional.of(refused);
    }
  }
}
