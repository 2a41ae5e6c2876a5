package example.ebs.local;

import static example.ebs.local.LocalRequests.ID;
import static example.ebs.local.LocalRequests.VOLUME;
import static example.ebs.local.LocalRequests.block;
import static example.ebs.local.LocalRequests.context;
import static example.ebs.local.LocalRequests.mount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.ValidateVolumeCapabilitiesRequest;
import example.ebs.proto.csi.VolumeCapability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Controller service of one node's local volumes, as conformance tests use it. */
final class LocalControllerOnMachineTest {
  private static final long SIZE = 32L << 20;

  @RegisterExtension private final LocalScene scene = new LocalScene();

  @Test
  void theSameVolumeCanBeCreatedAgain() {
    var request = create("mode", "hostPath", "enforce", "image").build();

    assertThat(scene.controller().createVolume(request))
        .isEqualTo(scene.controller().createVolume(request));
  }

  @ParameterizedTest
  @CsvSource({
    "mode, emptyDir, its end is to be with its last pod",
    "enforce, none, 'its enforce is to be none, and is image'",
    "csi.storage.k8s.io/fstype, xfs, ",
  })
  void oneThatDiffersIsNotTakenForIt(String key, String value, String message) {
    var made = create("mode", "hostPath", "enforce", "image");
    var _ = scene.controller().createVolume(made.build());
    CreateVolumeRequest other =
        key.endsWith("fstype")
            ? made.clone().setVolumeCapabilities(0, xfs()).build()
            : made.clone().putParameters(key, value).build();

    assertThatThrownBy(() -> scene.controller().createVolume(other))
        .hasMessageContaining("ALREADY_EXISTS")
        .hasMessageContaining(
            message == null ? "its filesystem is to be xfs, and is ext4" : message);
  }

  @Test
  void oneThatIsInAnotherRootIsNotMadeTwice() throws IOException {
    scene
        .sandbox()
        .allow(
            "{\"roots\":[{\"name\":\"a\",\"path\":\"FOLDER/own/a\"},{\"name\":\"b\",\"path\":\"FOLDER/own/b\"}]}");
    LocalSandbox.Started process = scene.sandbox().start();
    var made = create("mode", "hostPath", "enforce", "none", "roots", "a");
    var _ = process.controller().createVolume(made.build());

    assertThatThrownBy(
            () -> process.controller().createVolume(made.putParameters("roots", "b").build()))
        .hasMessageContaining("ALREADY_EXISTS")
        .hasMessageContaining("in root a at");
  }

  @Test
  void anExistingDirectoryIsWrappedOnlyWhereTheAdministratorAllowsIt() throws IOException {
    Path data = Files.createDirectories(scene.sandbox().folder().resolve("srv/data"));
    scene.sandbox().allow("{\"existing\":[\"FOLDER/srv\"]}");
    LocalSandbox.Started process = scene.sandbox().start();

    assertThatThrownBy(
            () ->
                process
                    .controller()
                    .createVolume(create("mode", "hostPath", "path", "/etc").build()))
        .hasMessageContaining("INVALID_ARGUMENT")
        .hasMessageContaining("only beneath");
    var volume =
        process
            .controller()
            .createVolume(create("mode", "hostPath", "path", data.toString()).build())
            .getVolume();

    assertThat(
            process
                .controller()
                .validateVolumeCapabilities(
                    validate(mount()).putAllVolumeContext(volume.getVolumeContextMap()).build())
                .hasConfirmed())
        .isTrue();
    assertThatThrownBy(
            () -> process.controller().validateVolumeCapabilities(validate(mount()).build()))
        .hasMessageContaining("NOT_FOUND");
    Map<String, String> elsewhere = context("mode", "hostPath", "path", "/etc");
    assertThatThrownBy(
            () ->
                process
                    .controller()
                    .validateVolumeCapabilities(
                        validate(mount()).putAllVolumeContext(elsewhere).build()))
        .hasMessageContaining("NOT_FOUND");
  }

  @Test
  void whatWasNotComparedIsNotConfirmed() {
    var _ = scene.controller().createVolume(create("mode", "hostPath").build());
    var asked = validate(mount()).putParameters("any", "thing").putVolumeContext("any", "thing");

    var confirmed = scene.controller().validateVolumeCapabilities(asked.build()).getConfirmed();

    assertThat(confirmed.getVolumeCapabilitiesList()).containsExactly(mount());
    assertThat(confirmed.getParametersMap()).isEmpty();
    assertThat(confirmed.getVolumeContextMap()).isEmpty();
  }

  @Test
  void aDirectoryIsNotConfirmedAsARawDevice() {
    var _ = scene.controller().createVolume(create("mode", "hostPath").build());

    var answer = scene.controller().validateVolumeCapabilities(validate(block()).build());

    assertThat(answer.hasConfirmed()).isFalse();
    assertThat(answer.getMessage()).contains("is a directory");
  }

  private static CreateVolumeRequest.Builder create(String... parameters) {
    CreateVolumeRequest.Builder request =
        CreateVolumeRequest.newBuilder().setName(VOLUME).addVolumeCapabilities(mount());
    request.getCapacityRangeBuilder().setRequiredBytes(SIZE);
    for (int at = 0; at < parameters.length; at += 2) {
      request.putParameters(parameters[at], parameters[at + 1]);
    }
    return request;
  }

  private static VolumeCapability xfs() {
    VolumeCapability.Builder capability = mount().toBuilder();
    capability.getMountBuilder().setFsType("xfs");
    return capability.build();
  }

  private static ValidateVolumeCapabilitiesRequest.Builder validate(VolumeCapability capability) {
    return ValidateVolumeCapabilitiesRequest.newBuilder()
        .setVolumeId(ID.value())
        .addVolumeCapabilities(capability);
  }
}
