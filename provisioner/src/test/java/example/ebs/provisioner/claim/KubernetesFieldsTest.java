package example.ebs.provisioner.claim;

import static example.ebs.provisioner.claim.KubernetesFieldsTest.Treatment.KUBERNETES;
import static example.ebs.provisioner.claim.KubernetesFieldsTest.Treatment.PASSED_ON;
import static example.ebs.provisioner.claim.KubernetesFieldsTest.Treatment.REFUSED;
import static example.ebs.provisioner.claim.KubernetesFieldsTest.Treatment.SERVED;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.provisioner.Given;
import example.ebs.provisioner.csi.InTreeVolumes;
import example.ebs.provisioner.csi.VolumeSource;
import io.fabric8.kubernetes.api.model.CSIPersistentVolumeSource;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import io.fabric8.kubernetes.api.model.PersistentVolumeSpec;
import io.fabric8.kubernetes.api.model.TypedLocalObjectReference;
import io.fabric8.kubernetes.api.model.TypedObjectReference;
import io.fabric8.kubernetes.api.model.VolumeResourceRequirements;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What becomes of each field by which people ask for volumes. A field that Kubernetes adds is not
 * here, and fails: somebody must look at it before a claim that has it waits for ever.
 */
final class KubernetesFieldsTest {
  enum Treatment {
    /** The loops do what it says. */
    SERVED,
    /** It reaches the driver or the PersistentVolume as it is. */
    PASSED_ON,
    /** Who sets it is told, before anything is made. */
    REFUSED,
    /** It is between Kubernetes' own components, whatever the driver. */
    KUBERNETES
  }

  private static final Map<String, Treatment> CLAIM =
      Map.of(
          "accessModes", PASSED_ON,
          "dataSource", REFUSED,
          "dataSourceRef", REFUSED,
          "resources", PASSED_ON,
          "selector", REFUSED,
          "storageClassName", SERVED,
          "volumeAttributesClassName", REFUSED,
          "volumeMode", PASSED_ON,
          "volumeName", SERVED);

  private static final Map<String, Treatment> RESOURCES =
      Map.of("limits", PASSED_ON, "requests", PASSED_ON);

  private static final Map<String, Treatment> CLASS =
      Map.of(
          "allowVolumeExpansion", KUBERNETES,
          "allowedTopologies", SERVED,
          "apiVersion", KUBERNETES,
          "kind", KUBERNETES,
          "metadata", KUBERNETES,
          "mountOptions", PASSED_ON,
          "parameters", PASSED_ON,
          "provisioner", SERVED,
          "reclaimPolicy", PASSED_ON,
          "volumeBindingMode", SERVED);

  /** Without the sources of other drivers. */
  private static final Map<String, Treatment> VOLUME =
      Map.of(
          "accessModes", PASSED_ON,
          "capacity", KUBERNETES,
          "claimRef", SERVED,
          "mountOptions", PASSED_ON,
          "nodeAffinity", KUBERNETES,
          "persistentVolumeReclaimPolicy", SERVED,
          "storageClassName", KUBERNETES,
          "volumeAttributesClassName", KUBERNETES,
          "volumeMode", PASSED_ON);

  private static final Set<String> OUR_SOURCES = Set.of("csi", "awsElasticBlockStore");

  private static final Map<String, Treatment> SOURCE =
      Map.of(
          "controllerExpandSecretRef", KUBERNETES,
          "controllerPublishSecretRef", SERVED,
          "driver", SERVED,
          "fsType", PASSED_ON,
          "nodeExpandSecretRef", KUBERNETES,
          "nodePublishSecretRef", KUBERNETES,
          "nodeStageSecretRef", KUBERNETES,
          "readOnly", PASSED_ON,
          "volumeAttributes", PASSED_ON,
          "volumeHandle", PASSED_ON);

  private static final Map<String, Consumer<PersistentVolumeClaimSpec>> REFUSED_IN_CLAIMS =
      Map.of(
          "dataSource",
          spec ->
              spec.setDataSource(
                  new TypedLocalObjectReference("snapshot.storage.k8s.io", "VolumeSnapshot", "a")),
          "dataSourceRef",
          spec ->
              spec.setDataSourceRef(
                  new TypedObjectReference(null, "PersistentVolumeClaim", "a", "elsewhere")),
          "selector",
          spec -> spec.setSelector(new LabelSelector()),
          "volumeAttributesClassName",
          spec -> spec.setVolumeAttributesClassName("fast"));

  @Test
  void everyFieldOfAClaimIsKnown() {
    assertThat(fields(PersistentVolumeClaimSpec.class)).isEqualTo(CLAIM.keySet());
    assertThat(fields(VolumeResourceRequirements.class)).isEqualTo(RESOURCES.keySet());
  }

  @Test
  void everyFieldOfAClassIsKnown() {
    assertThat(fields(StorageClass.class)).isEqualTo(CLASS.keySet());
  }

  @Test
  void everyFieldOfAPersistentVolumeIsKnown() {
    Set<String> known =
        Stream.of(VOLUME.keySet(), OUR_SOURCES, otherSources().collect(toSet()))
            .flatMap(Set::stream)
            .collect(toSet());
    assertThat(fields(PersistentVolumeSpec.class)).isEqualTo(known);
    assertThat(fields(CSIPersistentVolumeSource.class)).isEqualTo(SOURCE.keySet());
  }

  @Test
  void everyFieldThatIsRefusedIsTriedHere() {
    assertThat(
            CLAIM.keySet().stream().filter(field -> CLAIM.get(field) == REFUSED).collect(toSet()))
        .isEqualTo(refusedInClaims().collect(toSet()));
  }

  @ParameterizedTest
  @MethodSource("refusedInClaims")
  void whatIsRefusedInAClaimIsRefusedByName(String field) {
    PersistentVolumeClaim claim =
        new PersistentVolumeClaimBuilder(Given.claim("data", "class")).build();
    REFUSED_IN_CLAIMS.getOrDefault(field, _ -> {}).accept(claim.getSpec());
    assertThatThrownBy(() -> ClaimTerms.requireServed(claim))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageContaining(field);
  }

  static Stream<String> refusedInClaims() {
    return REFUSED_IN_CLAIMS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("otherSources")
  void anotherDriversSourceIsNoneOfOurs(String field) {
    PersistentVolumeSpec spec =
        Serialization.unmarshal("{\"%s\": {}}".formatted(field), PersistentVolumeSpec.class);
    assertThat(VolumeSource.of(spec, InTreeVolumes.DRIVER)).isEmpty();
    assertThat(VolumeSource.volumeId(spec)).isEmpty();
  }

  /** By the name that Kubernetes gives to the types of sources. */
  static Stream<String> otherSources() {
    return declared(PersistentVolumeSpec.class)
        .filter(field -> field.getType().getSimpleName().endsWith("VolumeSource"))
        .map(Field::getName)
        .filter(name -> !OUR_SOURCES.contains(name));
  }

  private static Set<String> fields(Class<?> kind) {
    return declared(kind).map(Field::getName).collect(toSet());
  }

  /** What the model does not know yet is kept apart by it, and nobody can treat it. */
  private static Stream<Field> declared(Class<?> kind) {
    return Arrays.stream(kind.getDeclaredFields())
        .filter(field -> !Modifier.isStatic(field.getModifiers()))
        .filter(field -> !field.getName().equals("additionalProperties"));
  }
}
