package example.ebs.controller;

import static example.ebs.controller.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.model.VolumeId;
import example.ebs.proto.csi.ControllerGetCapabilitiesRequest;
import example.ebs.proto.csi.ControllerServiceCapability.RPC;
import example.ebs.proto.csi.ValidateVolumeCapabilitiesRequest;
import example.ebs.proto.csi.ValidateVolumeCapabilitiesResponse;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import io.grpc.Status;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** DeleteVolume, ValidateVolumeCapabilities and ControllerGetCapabilities. */
final class DeleteAndValidateTest {
  private final FakeController controller = new FakeController();

  @AfterEach
  void stop() {
    controller.close();
  }

  @Test
  void deleteNeedsAnIdAndMindsNoUnknownOne() {
    assertRefused(
        () -> controller.stub().deleteVolume(Requests.delete("")),
        Status.Code.INVALID_ARGUMENT,
        "volume_id");
    assertThat(controller.stub().deleteVolume(Requests.delete("fake-vol-id"))).isNotNull();
    assertThat(controller.stub().deleteVolume(Requests.delete("vol-00000000000000fff")))
        .isNotNull();
  }

  @Test
  void anAttachedVolumeIsKeptAndItsNodeNamed() {
    String volume = create("kept");
    controller.volumes.attach(new VolumeId(volume), "i-00000000000000abc");
    assertRefused(
        () -> controller.stub().deleteVolume(Requests.delete(volume)),
        Status.Code.FAILED_PRECONDITION,
        volume,
        "i-00000000000000abc");
    assertThat(controller.volumes.all()).hasSize(1);
  }

  @Test
  void whatIsSupportedIsConfirmedAndEchoed() {
    ValidateVolumeCapabilitiesRequest request =
        Requests.validate(create("valid"), Requests.block(Mode.SINGLE_NODE_MULTI_WRITER))
            .putVolumeContext("a", "b")
            .putParameters("type", "gp3")
            .build();
    ValidateVolumeCapabilitiesResponse response = validate(request);
    assertThat(response.getConfirmed().getVolumeCapabilitiesList())
        .isEqualTo(request.getVolumeCapabilitiesList());
    assertThat(response.getConfirmed().getVolumeContextMap()).containsEntry("a", "b");
    assertThat(response.getConfirmed().getParametersMap()).containsEntry("type", "gp3");
  }

  @Test
  void whatIsNotSupportedIsNotConfirmedAndTheReasonGiven() {
    ValidateVolumeCapabilitiesRequest.Builder request =
        Requests.validate(create("shared"), Requests.block(Mode.MULTI_NODE_MULTI_WRITER));
    assertThat(validate(request.build()).hasConfirmed()).isFalse();
    assertThat(validate(request.build()).getMessage()).contains("multi-attach");
    request.addVolumeCapabilities(Requests.mount(Mode.MULTI_NODE_READER_ONLY));
    assertThat(validate(request.build()).getMessage()).contains("MULTI_NODE_READER_ONLY");
  }

  @Test
  void aFilesystemThatNodesMountIsConfirmedAndAnotherIsNot() {
    String volume = create("held");
    for (String filesystem : List.of("", "ext2", "ext3", "ext4", "xfs")) {
      assertThat(validate(mounted(volume, filesystem)).hasConfirmed()).as(filesystem).isTrue();
    }
    assertThat(validate(mounted(volume, "ntfs")).getMessage()).contains("ntfs");
    assertThat(validate(mounted(volume, "ntfs")).hasConfirmed()).isFalse();
  }

  private static ValidateVolumeCapabilitiesRequest mounted(String volume, String filesystem) {
    return Requests.validate(volume, Requests.mount(Mode.SINGLE_NODE_WRITER, filesystem)).build();
  }

  @Test
  void validationNeedsAVolumeAndCapabilities() {
    ValidateVolumeCapabilitiesRequest.Builder request =
        Requests.validate("fake-vol-id", Requests.mount(Mode.SINGLE_NODE_WRITER));
    assertRefused(() -> validate(request.build()), Status.Code.NOT_FOUND, "fake-vol-id");
    assertRefused(
        () -> validate(request.clone().setVolumeId("vol-00000000000000fff").build()),
        Status.Code.NOT_FOUND,
        "vol-00000000000000fff");
    assertRefused(
        () -> validate(request.clone().setVolumeId("").build()),
        Status.Code.INVALID_ARGUMENT,
        "volume_id");
    assertRefused(
        () -> validate(request.clone().clearVolumeCapabilities().build()),
        Status.Code.INVALID_ARGUMENT,
        "volume_capabilities");
  }

  @Test
  void capabilitiesAreThoseThatWork() {
    assertThat(
            controller
                .stub()
                .controllerGetCapabilities(ControllerGetCapabilitiesRequest.getDefaultInstance())
                .getCapabilitiesList())
        .extracting(capability -> capability.getRpc().getType())
        .containsExactly(
            RPC.Type.CREATE_DELETE_VOLUME,
            RPC.Type.PUBLISH_UNPUBLISH_VOLUME,
            RPC.Type.LIST_VOLUMES,
            RPC.Type.LIST_VOLUMES_PUBLISHED_NODES,
            RPC.Type.SINGLE_NODE_MULTI_WRITER);
  }

  private String create(String name) {
    return controller
        .stub()
        .createVolume(Requests.create(name, 1).build())
        .getVolume()
        .getVolumeId();
  }

  private ValidateVolumeCapabilitiesResponse validate(ValidateVolumeCapabilitiesRequest request) {
    return controller.stub().validateVolumeCapabilities(request);
  }
}
