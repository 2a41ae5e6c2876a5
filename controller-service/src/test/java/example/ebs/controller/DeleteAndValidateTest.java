package example.ebs.controller;

import static example.ebs.controller.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import example.ebs.csi.model.VolumeId;
import example.ebs.proto.csi.ControllerGetCapabilitiesRequest;
import example.ebs.proto.csi.ControllerServiceCapability.RPC;
import example.ebs.proto.csi.ValidateVolumeCapabilitiesRequest;
import example.ebs.proto.csi.ValidateVolumeCapabilitiesResponse;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  void onlyWhatWasComparedIsConfirmed() {
    ValidateVolumeCapabilitiesRequest request =
        Requests.validate(create("valid"), Requests.block(Mode.SINGLE_NODE_MULTI_WRITER))
            .putVolumeContext("partition", "7")
            .putParameters("Type", "gp3")
            .putParameters("iopsPerGB", "3")
            .putParameters("encrypted", "false")
            .putParameters("fsType", "ext4")
            .putParameters("tagSpecification_1", "team=storage")
            .putParameters("csi.storage.k8s.io/pvc/name", "data")
            .build();
    ValidateVolumeCapabilitiesResponse response = validate(request);
    assertThat(response.getConfirmed().getVolumeCapabilitiesList())
        .isEqualTo(request.getVolumeCapabilitiesList());
    assertThat(response.getConfirmed().getParametersMap())
        .containsOnly(Map.entry("Type", "gp3"), Map.entry("iopsPerGB", "3"));
    assertThat(response.getConfirmed().getVolumeContextMap()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "type, io2, type io2 needs parameter iops",
    "type, gp2, 'type gp3, wanted gp2'",
    "iops, 4000, too high for 1 GiB",
    "iopsPerGB, 501, iopsPerGB must be at most 500",
    "throughput, 751, needs at least 3004 iops",
    "throughput, 200, 'throughput 125, wanted 200'",
    "encrypted, true, 'not encrypted'",
    "kmsKeyId, 1234abcd-12ab-34cd-56ef-1234567890ab, 'not encrypted'",
    "iop, 3000, iops",
    "tagSpecification_1, owner={{ .PVCName }}, templates",
  })
  void whatDiffersOrNoClassCanSayIsNotConfirmed(String key, String value, String reason) {
    ValidateVolumeCapabilitiesResponse response =
        withParameters(create("plain"), Map.of(key, value));
    assertThat(response.hasConfirmed()).isFalse();
    assertThat(response.getMessage()).contains(reason);
  }

  @Test
  void aKeyIsComparedAndItsAliasIsNot() {
    String arn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    String volume =
        controller
            .stub()
            .createVolume(Requests.create("secret", 1).putParameters("kmsKeyId", arn).build())
            .getVolume()
            .getVolumeId();
    assertThat(confirmed(volume, Map.of("encrypted", "true", "kmsKeyId", arn)))
        .containsOnlyKeys("encrypted", "kmsKeyId");
    assertThat(confirmed(volume, Map.of("encrypted", "true", "kmsKeyId", "alias/storage")))
        .containsOnlyKeys("encrypted");
    assertThat(withParameters(volume, Map.of("kmsKeyId", arn + "0")).getMessage())
        .contains("another key");
  }

  @Test
  void aContextThatNoNodeTakesIsNotConfirmed() {
    String volume = create("plain");
    assertThat(
            validate(
                    mounted(volume, "ext4").toBuilder()
                        .putVolumeContext("partition", "two")
                        .build())
                .getMessage())
        .contains("partition");
  }

  @Test
  void aClassOfAttributesIsConfirmedInPlaceOfWhatTheStorageClassSaysOfPerformance() {
    ValidateVolumeCapabilitiesRequest request =
        mounted(create("plain"), "ext4").toBuilder()
            .putParameters("iops", "5000")
            .putParameters("encrypted", "false")
            .putParametersMutable("iops", "3000")
            .build();
    ValidateVolumeCapabilitiesResponse.Confirmed confirmed = validate(request).getConfirmed();
    assertThat(confirmed.getParametersMutableMap()).containsExactly(entry("iops", "3000"));
    assertThat(confirmed.getParametersMap()).isEmpty();

    ValidateVolumeCapabilitiesRequest other =
        request.toBuilder().putParametersMutable("throughput", "200").build();
    assertThat(validate(other).getMessage()).contains("throughput 125, wanted 200");
  }

  private ValidateVolumeCapabilitiesResponse withParameters(
      String volume, Map<String, String> parameters) {
    return validate(mounted(volume, "ext4").toBuilder().putAllParameters(parameters).build());
  }

  private Map<String, String> confirmed(String volume, Map<String, String> parameters) {
    return withParameters(volume, parameters).getConfirmed().getParametersMap();
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
