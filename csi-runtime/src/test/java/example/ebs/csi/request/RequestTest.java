package example.ebs.csi.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.AccessMode;
import example.ebs.proto.csi.ControllerPublishVolumeRequest;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.NodePublishVolumeRequest;
import example.ebs.proto.csi.VolumeCapability;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RequestTest {
  private static final VolumeCapability.Builder MOUNT =
      VolumeCapability.newBuilder()
          .setMount(VolumeCapability.MountVolume.newBuilder().setFsType("xfs"));

  @Test
  void aStringOf128BytesIsAccepted() {
    assertThatCode(
            () ->
                SizeLimits.check(CreateVolumeRequest.newBuilder().setName("a".repeat(128)).build()))
        .doesNotThrowAnyException();
  }

  @Test
  void bytesAreCountedNotCharacters() {
    assertThatThrownBy(
            () ->
                SizeLimits.check(CreateVolumeRequest.newBuilder().setName("é".repeat(65)).build()))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessage("name is 130 bytes long, and CSI allows 128");
  }

  @Test
  void nodeIdsAndPathsMayBeLonger() {
    assertThatCode(
            () -> {
              SizeLimits.check(
                  ControllerPublishVolumeRequest.newBuilder().setNodeId("n".repeat(256)).build());
              SizeLimits.check(
                  NodePublishVolumeRequest.newBuilder()
                      .setTargetPath("/" + "p".repeat(4000))
                      .build());
            })
        .doesNotThrowAnyException();
  }

  @Test
  void aMapOfMoreThan4KibIsRefusedWithoutShowingIt() {
    CreateVolumeRequest.Builder request = CreateVolumeRequest.newBuilder();
    for (int at = 0; at < 50; at++) {
      request.putSecrets("key" + at, "hunter2".repeat(12));
    }

    assertThatThrownBy(() -> SizeLimits.check(request.build()))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageStartingWith("secrets is ")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void mountFlagsAreLimitedTogetherAndFoundInside() {
    VolumeCapability.MountVolume flags =
        VolumeCapability.MountVolume.newBuilder()
            .addMountFlags("x".repeat(3000))
            .addMountFlags("y".repeat(2000))
            .build();
    NodePublishVolumeRequest request =
        NodePublishVolumeRequest.newBuilder()
            .setVolumeCapability(VolumeCapability.newBuilder().setMount(flags))
            .build();

    assertThatThrownBy(() -> SizeLimits.check(request))
        .hasMessage("mount_flags is 5000 bytes long, and CSI allows 4096");
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThatThrownBy(() -> RequestFields.required("volume_id", ""))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessage("volume_id is required and missing from the request");
    assertThatThrownBy(() -> Capabilities.parseAll("volume_capabilities", List.of()))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageContaining("volume_capabilities");
    assertThatThrownBy(
            () -> Capabilities.parseRequired(false, VolumeCapability.getDefaultInstance()))
        .hasMessageContaining("volume_capability");
  }

  @ParameterizedTest
  @EnumSource(
      value = VolumeCapability.AccessMode.Mode.class,
      names = {"UNKNOWN", "UNRECOGNIZED"},
      mode = EnumSource.Mode.EXCLUDE)
  void everyAccessModeOfCsiIsReadByItsName(VolumeCapability.AccessMode.Mode mode) {
    assertThat(Capabilities.parseRequired(true, with(mode)).mode())
        .isEqualTo(AccessMode.valueOf(mode.name()));
  }

  @Test
  void aCapabilityWithoutModeOrAccessTypeIsRefused() {
    assertThatThrownBy(
            () -> Capabilities.parseRequired(true, with(VolumeCapability.AccessMode.Mode.UNKNOWN)))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageContaining("access mode");
    assertThatThrownBy(
            () -> Capabilities.parseRequired(true, VolumeCapability.getDefaultInstance()))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageContaining("block or mount");
  }

  private static VolumeCapability with(VolumeCapability.AccessMode.Mode mode) {
    return MOUNT
        .clone()
        .setAccessMode(VolumeCapability.AccessMode.newBuilder().setMode(mode))
        .build();
  }
}
