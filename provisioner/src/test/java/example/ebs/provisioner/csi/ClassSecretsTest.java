package example.ebs.provisioner.csi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import io.fabric8.kubernetes.api.model.SecretReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and places as the external-provisioner knows them. */
final class ClassSecretsTest {
  private static final SecretTemplate.Names NAMES =
      new SecretTemplate.Names("pvc-1", "shop", "data", Map.of("example.org/key", "from-claim"));

  @ParameterizedTest
  @EnumSource(SecretUse.class)
  void eachUseHasKeysOfItsOwnThatAreTakenOut(SecretUse use) {
    Map<String, String> parameters =
        new HashMap<>(
            Map.of(use.keys().name(), "key", use.keys().namespace(), "vault", "type", "gp3"));
    ClassSecrets secrets = ClassSecrets.take(parameters);
    assertThat(secrets.of(NAMES)).isEqualTo(Map.of(use, new SecretReference("key", "vault")));
    assertThat(parameters).containsOnlyKeys("type");
  }

  @Test
  void theKeysAreThoseOfTheSidecar() {
    assertThat(List.of(SecretUse.values()))
        .extracting(use -> use.keys().name())
        .containsExactly(
            "csi.storage.k8s.io/provisioner-secret-name",
            "csi.storage.k8s.io/controller-publish-secret-name",
            "csi.storage.k8s.io/node-stage-secret-name",
            "csi.storage.k8s.io/node-publish-secret-name",
            "csi.storage.k8s.io/controller-expand-secret-name",
            "csi.storage.k8s.io/node-expand-secret-name",
            "csi.storage.k8s.io/controller-modify-secret-name");
  }

  @Test
  void oneSecretForAllIsForEachThatHasNoneOfItsOwn() {
    Map<String, String> parameters =
        new HashMap<>(
            Map.of(
                "csi.storage.k8s.io/secret-name", "all",
                "csi.storage.k8s.io/secret-namespace", "vault",
                "csi.storage.k8s.io/node-stage-secret-name", "own",
                "csi.storage.k8s.io/node-stage-secret-namespace", "vault"));
    Map<SecretUse, SecretReference> found = ClassSecrets.take(parameters).of(NAMES);
    assertThat(found).hasSize(SecretUse.values().length);
    assertThat(found).containsEntry(SecretUse.NODE_STAGE, new SecretReference("own", "vault"));
    assertThat(found).containsEntry(SecretUse.PROVISIONER, new SecretReference("all", "vault"));
    assertThat(parameters).isEmpty();
  }

  @Test
  void keysFromBeforeTheyWereReservedAreReadAndLeftToTheDriver() {
    Map<String, String> parameters =
        new HashMap<>(
            Map.of("csiNodeStageSecretName", "key", "csiNodeStageSecretNamespace", "vault"));
    assertThat(ClassSecrets.take(parameters).of(NAMES))
        .isEqualTo(Map.of(SecretUse.NODE_STAGE, new SecretReference("key", "vault")));
    assertThat(parameters).hasSize(2);
    parameters.put("csi.storage.k8s.io/node-stage-secret-name", "key");
    parameters.put("csi.storage.k8s.io/node-stage-secret-namespace", "vault");
    assertRefused(parameters, "say the same");
  }

  @ParameterizedTest
  @CsvSource({
    "key, vault, key, vault",
    "${pvc.name}-of-${pvc.namespace}, ${pvc.namespace}, data-of-shop, shop",
    "${pv.name}, ${pv.name}, pvc-1, pvc-1",
    "${pvc.annotations['example.org/key']}.x, vault, from-claim.x, vault"
  })
  void placesAreFilledWithWhatTheClaimHas(
      String name, String namespace, String filled, String where) {
    assertThat(ClassSecrets.take(named(name, namespace)).of(NAMES))
        .isEqualTo(Map.of(SecretUse.PROVISIONER, new SecretReference(filled, where)));
  }

  /** Who writes a claim must not choose whose Secret is read. */
  @ParameterizedTest
  @ValueSource(strings = {"${pvc.name}", "${pvc.annotations['example.org/key']}"})
  void aNamespaceIsNotTheClaimsToChoose(String namespace) {
    assertRefused(named("key", namespace), "provisioner-secret-namespace");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${pvc.uid}",
        "${}",
        "$(pv.name)",
        "${pvc.annotations['none']}",
        "Key",
        "a/b",
        "-a"
      })
  void whatCannotBeANameIsRefused(String name) {
    assertRefused(named(name, "vault"), "provisioner-secret-name");
  }

  @Test
  void anAnnotationCannotSmuggleInAnotherNamespace() {
    SecretTemplate.Names smuggling =
        new SecretTemplate.Names("pvc-1", "shop", "data", Map.of("k", "../kube-system/secrets/x"));
    assertThatThrownBy(
            () -> ClassSecrets.take(named("${pvc.annotations['k']}", "vault")).of(smuggling))
        .isInstanceOf(Failure.InvalidRequest.class);
  }

  @Test
  void oneKeyWithoutTheOtherIsRefusedAndAnEmptyOneToo() {
    Map<String, String> half = named("key", "vault");
    half.remove("csi.storage.k8s.io/provisioner-secret-name");
    assertRefused(half, "both or none");
    assertRefused(named("", "vault"), "empty");
  }

  private static Map<String, String> named(String name, String namespace) {
    return new HashMap<>(
        Map.of(
            "csi.storage.k8s.io/provisioner-secret-name", name,
            "csi.storage.k8s.io/provisioner-secret-namespace", namespace));
  }

  private static void assertRefused(Map<String, String> parameters, String said) {
    assertThatThrownBy(() -> ClassSecrets.take(new HashMap<>(parameters)).of(NAMES))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageContaining(said);
  }
}
