package example.ebs.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Kubernetes is told about the driver, and the name by which all parts find each other. */
final class DriverTest {
  private static final String DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";

  @ParameterizedTest
  @MethodSource("example.ebs.deploy.Installation#withEbs")
  void kubernetesIsToldWhatCannotBeChangedLaterAndAsksForCapacitiesOnlyWhereLoopsTellThem(
      Installation installation) {
    assertThat(installation.object("CSIDriver", installation.driver()).path("spec"))
        .isEqualTo(
            Manifests.parse(
                """
                attachRequired: true
                podInfoOnMount: false
                requiresRepublish: false
                fsGroupPolicy: File
                volumeLifecycleModes: [Persistent]
                storageCapacity: %s
                nodeAllocatableUpdatePeriodSeconds: 10
                """
                    .formatted(installation.hasLoops())));
  }

  @ParameterizedTest
  @MethodSource("example.ebs.deploy.Installation#all")
  void theDriversNameIsTheSameEverywhere(Installation installation) {
    String driver = installation.driver();
    boolean alone = arguments(installation, "node").anyMatch("--storage=local"::equals);
    String folder = "/var/lib/kubelet/plugins/" + (alone ? "local." : "") + driver;
    assertThat(installation.objects("StorageClass"))
        .isNotEmpty()
        .allMatch(storageClass -> storageClass.path("provisioner").asText().equals(driver));
    assertThat(arguments(installation, "node"))
        .contains("--endpoint=unix://" + folder + "/csi.sock");
    assertThat(Manifests.pod(installation.workload("node")).path("volumes"))
        .contains(
            Manifests.parse(
                "{name: plugin, hostPath: {path: " + folder + ", type: DirectoryOrCreate}}"));
  }

  @ParameterizedTest
  @MethodSource("example.ebs.deploy.Installation#withLoops")
  void theLeaseHasTheDriversName(Installation installation) {
    assertThat(installation.object("Role").at("/rules/0/resourceNames/0").asText())
        .isEqualTo(installation.driver().replace('.', '-'));
  }

  @ParameterizedTest
  @MethodSource("example.ebs.deploy.Installation#all")
  void bothServicesAreToldANameThatIsNotTheirOwn(Installation installation) {
    String driver = installation.driver();
    List<String> told =
        driver.equals("ebs.example") ? List.of() : List.of("--driver-name=" + driver);
    for (String component : List.of("controller", "node")) {
      assertThat(
              arguments(installation, component).filter(flag -> flag.startsWith("--driver-name")))
          .containsExactlyElementsOf(told);
    }
  }

  @ParameterizedTest
  @MethodSource("example.ebs.deploy.Installation#all")
  void everyDriverIsDeclaredThatIsServedAndNoOther(Installation installation) {
    List<String> kinds =
        arguments(installation, "node")
            .filter(flag -> flag.startsWith("--storage="))
            .flatMap(flag -> Stream.of(flag.substring(flag.indexOf('=') + 1).split(",")))
            .toList();
    Set<String> expected = new HashSet<>();
    if (kinds.isEmpty() || kinds.contains("ebs")) {
      expected.add(installation.driver());
    }
    if (kinds.contains("local")) {
      expected.add("local." + installation.driver());
    }
    assertThat(installation.objects("CSIDriver").map(Manifests::name))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @MethodSource("example.ebs.deploy.Installation#all")
  void controllerAndNodeServeTheSame(Installation installation) {
    assertThat(localFlags(installation, "controller"))
        .containsExactlyElementsOf(localFlags(installation, "node").toList());
  }

  @Test
  void noClassIsTheDefaultUnlessAskedFor() {
    assertThat(defaultClasses("base")).isEmpty();
    assertThat(defaultClasses("my-cluster")).containsExactly("ebs");
  }

  @Test
  void noClassPromisesGrowth() {
    assertThat(Installation.all().flatMap(installation -> installation.objects("StorageClass")))
        .noneMatch(storageClass -> storageClass.has("allowVolumeExpansion"));
  }

  @Test
  void twoDriversInOneClusterShareNoObjectAndNoPod() {
    Installation one = Installation.named("emulator");
    Installation other = Installation.named("emulator-ebs-csi-aws-com");
    assertThat(other.objects().stream().map(DriverTest::identity))
        .doesNotContainAnyElementsOf(one.objects().stream().map(DriverTest::identity).toList());
    assertThat(other.workloads().map(DriverTest::appName))
        .doesNotContainAnyElementsOf(one.workloads().map(DriverTest::appName).toList());
  }

  private static String identity(JsonNode object) {
    return object.path("kind").asText() + " " + Manifests.name(object);
  }

  private static String appName(JsonNode workload) {
    return workload.at("/spec/selector/matchLabels").path("app.kubernetes.io/name").asText();
  }

  private static Stream<String> arguments(Installation installation, String component) {
    return Manifests.texts(Manifests.container(installation.workload(component)).path("args"))
        .stream();
  }

  private static Stream<String> localFlags(Installation installation, String component) {
    return arguments(installation, component)
        .filter(flag -> flag.startsWith("--storage=") || flag.startsWith("--local-config="));
  }

  private static Stream<String> defaultClasses(String installation) {
    return Installation.named(installation)
        .objects("StorageClass")
        .filter(storageClass -> storageClass.at("/metadata/annotations").has(DEFAULT_CLASS))
        .map(Manifests::name);
  }
}
