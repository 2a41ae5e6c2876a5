package example.ebs.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an installation has for volumes that are directories of nodes. */
final class LocalVolumesTest {
  private static final Installation LOCAL = Installation.named("local");

  @ParameterizedTest
  @MethodSource("example.ebs.deploy.Installation#withLocal")
  void kubernetesIsToldWhatCannotBeChangedLater(Installation installation) {
    assertThat(installation.object("CSIDriver", "local." + installation.driver()).path("spec"))
        .isEqualTo(
            Manifests.parse(
                """
                attachRequired: false
                podInfoOnMount: true
                requiresRepublish: false
                fsGroupPolicy: None
                volumeLifecycleModes: [Persistent, Ephemeral]
                storageCapacity: false
                """));
  }

  @ParameterizedTest
  @MethodSource("example.ebs.deploy.Installation#withLocal")
  void whatIsMountedForAVolumeIsSeenByTheMachine(Installation installation) {
    assertThat(Manifests.container(installation.workload("node")).path("volumeMounts"))
        .contains(
            Manifests.parse(
                "{name: local, mountPath: /var/lib/ebs.example, mountPropagation: Bidirectional}"));
  }

  @ParameterizedTest
  @MethodSource("example.ebs.deploy.Installation#withLocal")
  void controllerAndNodeReadTheSameRootsAndCannotChangeThem(Installation installation) {
    String roots = Manifests.name(installation.object("ConfigMap"));
    for (String component : List.of("controller", "node")) {
      JsonNode workload = installation.workload(component);
      assertThat(Manifests.pod(workload).path("volumes"))
          .contains(Manifests.parse("{name: local-config, configMap: {name: " + roots + "}}"));
      assertThat(Manifests.container(workload).path("volumeMounts"))
          .contains(Manifests.parse("{name: local-config, mountPath: /etc/ebs, readOnly: true}"));
    }
  }

  @ParameterizedTest
  @MethodSource("example.ebs.deploy.Installation#withLocal")
  void everyPathOfLocalJsonIsMountedUnderItsOwnName(Installation installation) {
    JsonNode roots =
        Manifests.parse(installation.object("ConfigMap").at("/data/local.json").asText());
    JsonNode node = installation.workload("node");
    List<Path> shared =
        Manifests.elements(Manifests.container(node).path("volumeMounts"))
            .filter(mount -> mount.path("mountPropagation").asText().equals("Bidirectional"))
            .filter(mount -> Manifests.pod(node).path("volumes").toString().contains(path(mount)))
            .map(mount -> Path.of(mount.path("mountPath").asText()))
            .toList();

    assertThat(
            Stream.concat(
                Manifests.elements(roots.path("roots")).map(root -> root.path("path").asText()),
                Manifests.texts(roots.path("existing")).stream()))
        .isNotEmpty()
        .allMatch(path -> shared.stream().anyMatch(Path.of(path)::startsWith));
  }

  private static String path(JsonNode mount) {
    return "\"path\":" + mount.path("mountPath");
  }

  @ParameterizedTest
  @MethodSource("example.ebs.deploy.Installation#withLocal")
  void aNodesChangesOfVolumesAreHeldToItsOwn(Installation installation) {
    JsonNode policy = installation.object("ValidatingAdmissionPolicy").path("spec");
    assertThat(policy.path("failurePolicy").asText()).isEqualTo("Fail");
    assertThat(policy.at("/variables/0"))
        .isEqualTo(
            Manifests.parse("{name: driver, expression: '\"" + installation.driver() + "\"'}"));
    JsonNode binding = installation.object("ValidatingAdmissionPolicyBinding").path("spec");
    assertThat(binding.path("policyName").asText()).isEqualTo("ebs-node-local");
    assertThat(binding.path("validationActions")).isEqualTo(Manifests.parse("[Deny]"));
  }

  @ParameterizedTest
  @MethodSource("example.ebs.deploy.Installation#withLocal")
  void whoeverMayChangeVolumesAsANodeIsHeldWhateverItsNamespace(Installation installation) {
    JsonNode policy = installation.object("ValidatingAdmissionPolicy").path("spec");
    assertThat(policy.at("/paramKind/kind").asText()).isEqualTo("ClusterRoleBinding");
    assertThat(policy.at("/matchConditions"))
        .singleElement()
        .extracting(condition -> condition.path("expression").asText())
        .asString()
        .contains("params.subjects", "each.namespace", "each.name");
    JsonNode named =
        installation
            .object("ValidatingAdmissionPolicyBinding")
            .path("spec")
            .path("paramRef")
            .path("name");
    JsonNode account = installation.object("ServiceAccount", "ebs-node");
    assertThat(installation.object("ClusterRoleBinding", named.asText()).path("subjects"))
        .containsExactly(
            Manifests.parse(
                "{kind: ServiceAccount, name: ebs-node, namespace: %s}"
                    .formatted(account.at("/metadata/namespace").asText())));
  }

  @ParameterizedTest
  @MethodSource("example.ebs.deploy.Installation#withLocal")
  void theNodeReadsVolumesAndPodsAndChangesVolumesOnly(Installation installation) {
    assertThat(installation.object("ClusterRole", "ebs-node-local").path("rules"))
        .containsExactly(
            Manifests.parse(
                "{apiGroups: [''], resources: [persistentvolumes], verbs: [get, list, watch, patch]}"),
            Manifests.parse("{apiGroups: [''], resources: [pods], verbs: [get, list]}"));
  }

  @Test
  void aloneTheyNeedNeitherEc2NorItsEmulator() {
    assertThat(LOCAL.objects("StorageClass").map(Manifests::name))
        .isNotEmpty()
        .allMatch(name -> name.startsWith("local-"));
    assertThat(LOCAL.workloads().map(Manifests::component))
        .containsExactlyInAnyOrder("controller", "node");
    assertThat(Manifests.text(LOCAL.goldenFile()))
        .doesNotContainIgnoringCase(
            "aws", "ec2", "emulator", "region", "credential", "metadata service");
  }

  @Test
  void aloneTheyAskForNoRightThatOnlyAttachmentsNeed() {
    assertThat(rules("ClusterRole").filter(rule -> names(rule, "volumeattachments")))
        .allMatch(rule -> Manifests.texts(rule.path("verbs")).equals(List.of("list", "watch")));
    assertThat(rules("ClusterRole").filter(rule -> names(rule, "namespaces"))).isEmpty();
    assertThat(rules("Role").filter(rule -> names(rule, "csistoragecapacities"))).isEmpty();
  }

  private static Stream<JsonNode> rules(String kind) {
    return LOCAL.objects(kind).flatMap(role -> Manifests.elements(role.path("rules")));
  }

  private static boolean names(JsonNode rule, String resource) {
    return Manifests.texts(rule.path("resources")).contains(resource);
  }
}
