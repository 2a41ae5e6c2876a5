package example.ebs.provisioner.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.provisioner.Given;
import example.ebs.provisioner.csi.ClassSecrets;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClassParametersTest {
  private static final ClassSecrets NONE = new ClassSecrets(Map.of());
  private static final String FILESYSTEM = "csi.storage.k8s.io/fstype";

  @Test
  void whatIsNotOursGoesToTheDriverAsItIs() {
    assertThat(parsed(Map.of("type", "gp3", "Unknown", "x", FILESYSTEM, "xfs")))
        .isEqualTo(
            new ClassParameters(Optional.of("xfs"), NONE, Map.of("type", "gp3", "Unknown", "x")));
  }

  @Test
  void aClassWithoutParametersIsFine() {
    assertThat(ClassParameters.of(Given.waiting("plain")))
        .isEqualTo(new ClassParameters(Optional.empty(), NONE, Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fstype", "fsType", "FSTYPE"})
  void theOldKeyOfTheFilesystemIsUnderstoodInAnyCase(String key) {
    assertThat(parsed(Map.of(key, "ext4")))
        .isEqualTo(new ClassParameters(Optional.of("ext4"), NONE, Map.of(key, "ext4")));
    assertThatThrownBy(() -> parsed(Map.of(key, "ext4", FILESYSTEM, "ext4")))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageContainingAll(key, FILESYSTEM);
  }

  @Test
  void anEmptyFilesystemIsNone() {
    assertThat(parsed(Map.of(FILESYSTEM, "")).filesystem()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"csi.storage.k8s.io/fsType", "csi.storage.k8s.io/provisioner-secrets-name"})
  void aReservedKeyThatIsNotKnownIsRefused(String key) {
    assertThatThrownBy(() -> parsed(Map.of(key, "x")))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageContainingAll(key, FILESYSTEM);
  }

  /** To our own driver, and to another's, it is a parameter like any other. */
  @Test
  void theModeGoesToTheDriver() {
    assertThat(parsed(Map.of("mode", "nfs")).forDriver()).containsEntry("mode", "nfs");
  }

  @Test
  void whatNamesSecretsIsNotTheDrivers() {
    ClassParameters parameters =
        parsed(
            Map.of(
                "csi.storage.k8s.io/node-stage-secret-name", "key",
                "csi.storage.k8s.io/node-stage-secret-namespace", "vault",
                "type", "gp3"));
    assertThat(parameters.forDriver()).containsOnlyKeys("type");
    assertThat(parameters.secrets()).isNotEqualTo(NONE);
  }

  private static ClassParameters parsed(Map<String, String> parameters) {
    return ClassParameters.of(
        new StorageClassBuilder(Given.waiting("class")).withParameters(parameters).build());
  }
}
