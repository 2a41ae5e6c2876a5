package example.ebs.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Kubernetes is told about the driver, and the name by which all parts find each other. */
final class DriverTest {
  private static final String DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";

  @ParameterizedTest
  @MethodSource("example.ebs.deploy.Installation#all")
  void kubernetesIsToldWhatCannotBeChangedLater(Installation installation) {
    assertThat(installation.object("CSIDriver").path("spec"))
        .isEqualTo(
            Manifests.parse(
                """
                attachRequired: true
                podInfoOnMount: false
                requiresRepublish: false
                fsGroupPolicy: File
                volumeLifecycleModes: [Persistent]
                storageCapacity: true
                nodeAllocatableUpdatePeriodSeconds: 10
                """));
  }

  @ParameterizedTest
  @MethodSource("example.ebs.deploy.Installation#all")
  void theDriversNameIsTheSameEverywhere(Installation installation) {
    String driver = Manifests.name(installation.object("CSIDriver"));
    String folder = "/var/lib/kubelet/plugins/" + driver;
    assertThat(installation.objects("StorageClass"))
        .hasSize(3)
        .allMatch(storageClass -> storageClass.path("provisioner").asText().equals(driver));
    assertThat(arguments(installation, "node"))
        .contains("--endpoint=unix://" + folder + "/csi.sock");
    assertThat(Manifests.pod(installation.workload("node")).path("volumes"))
        .contains(
            Manifests.parse(
                "{name: plugin, hostPath: {path: " + folder + ", type: DirectoryOrCreate}}"));
    assertThat(installation.object("Role").at("/rules/0/resourceNames/0").asText())
        .isEqualTo(driver.replace('.', '-'));
  }

  @ParameterizedTest
  @MethodSource("example.ebs.deploy.Installation#all")
  void bothServicesAreToldANameThatIsNotTheirOwn(Installation installation) {
    String driver = Manifests.name(installation.object("CSIDriver"));
    List<String> told =
        driver.equals("ebs.example") ? List.of() : List.of("--driver-name=" + driver);
    for (String component : List.of("controller", "node")) {
      assertThat(
              arguments(installation, component).filter(flag -> flag.startsWith("--driver-name")))
          .containsExactlyElementsOf(told);
    }
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

  private static Stream<String> defaultClasses(String installation) {
    return Installation.named(installation)
        .objects("StorageClass")
        .filter(storageClass -> storageClass.at("/metadata/annotations").has(DEFAULT_CLASS))
        .map(Manifests::name);
  }
}
