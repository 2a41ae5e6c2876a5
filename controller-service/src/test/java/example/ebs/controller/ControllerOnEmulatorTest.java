package example.ebs.controller;

import static example.ebs.controller.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.emulator.DeviceKind;
import example.ebs.emulator.Emulator;
import example.ebs.emulator.EmulatorConfig;
import example.ebs.emulator.Latency;
import example.ebs.proto.csi.ControllerGrpc;
import example.ebs.proto.csi.Volume;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

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
}
