package example.ebs.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nobody may do more in the cluster than its work needs. */
final class PermissionsTest {
  private static final Installation BASE = Installation.named("base");

  @ParameterizedTest
  @MethodSource("example.ebs.deploy.Installation#all")
  void noRuleHasAWildcard(Installation installation) {
    assertThat(rules(installation))
        .isNotEmpty()
        .noneMatch(
            rule ->
                Stream.of("apiGroups", "resources", "verbs")
                    .flatMap(part -> Manifests.texts(rule.path(part)).stream())
                    .anyMatch(text -> text.contains("*")));
  }

  @ParameterizedTest
  @MethodSource("example.ebs.deploy.Installation#all")
  void nobodySeesSecretsOrGrantsRights(Installation installation) {
    assertThat(
            rules(installation).flatMap(rule -> Manifests.texts(rule.path("resources")).stream()))
        .doesNotContain("secrets", "configmaps", "serviceaccounts/token")
        .noneMatch(resource -> resource.contains("role") || resource.startsWith("pods/"));
  }

  @Test
  void theNodeReadsNodesAndNothingElse() {
    JsonNode role =
        BASE.objects("ClusterRole")
            .filter(object -> Manifests.component(object).equals("node"))
            .findFirst()
            .orElseThrow();
    assertThat(role.path("rules"))
        .containsExactly(Manifests.parse("{apiGroups: [''], resources: [nodes], verbs: [get]}"));
  }

  @Test
  void theControllerChangesNoPodAndNoNode() {
    assertThat(rules(BASE).filter(rule -> names(rule, "pods") || names(rule, "nodes")))
        .allMatch(
            rule ->
                List.of("get", "list", "watch").containsAll(Manifests.texts(rule.path("verbs"))));
  }

  @ParameterizedTest
  @MethodSource("example.ebs.deploy.Installation#all")
  void podsAreListedOnlyToDetachWhatIsLeftBehind(Installation installation) {
    boolean detaches =
        Manifests.texts(Manifests.container(installation.workload("controller")).path("args"))
            .contains("--detach-leftovers");
    assertThat(
            installation
                .objects("ClusterRole")
                .filter(role -> Manifests.component(role).equals("controller"))
                .flatMap(role -> Manifests.elements(role.path("rules")))
                .anyMatch(rule -> names(rule, "pods")))
        .isEqualTo(detaches);
  }

  @Test
  void withoutOurLoopsTheControllerMayDoNothingInTheCluster() {
    assertThat(
            Stream.of("ClusterRoleBinding", "RoleBinding")
                .flatMap(Installation.named("without-loops")::objects)
                .map(binding -> binding.at("/subjects/0/name").asText()))
        .containsExactly("ebs-node");
  }

  @Test
  void aLeaseIsReadAndWrittenByItsNameOnly() {
    assertThat(
            rules(BASE)
                .filter(rule -> names(rule, "leases"))
                .filter(rule -> !Manifests.texts(rule.path("verbs")).equals(List.of("create"))))
        .isNotEmpty()
        .allMatch(rule -> rule.path("resourceNames").size() == 1);
  }

  @ParameterizedTest
  @MethodSource("example.ebs.deploy.Installation#all")
  void everyBindingGivesARoleThatExistsToAnAccountThatExists(Installation installation) {
    assertThat(Stream.of("ClusterRoleBinding", "RoleBinding").flatMap(installation::objects))
        .allSatisfy(
            binding -> {
              assertThat(installation.objects(binding.at("/roleRef/kind").asText()))
                  .map(Manifests::name)
                  .contains(binding.at("/roleRef/name").asText());
              assertThat(installation.objects("ServiceAccount"))
                  .map(Manifests::name)
                  .contains(binding.at("/subjects/0/name").asText());
            });
  }

  @Test
  void everyRuleOfTheControllerSaysWhatNeedsIt() {
    List<String> lines =
        Manifests.text(Installation.MODULE.resolve("kubernetes/base/controller-rbac.yaml"))
            .lines()
            .toList();
    assertThat(
            IntStream.range(0, lines.size())
                .filter(line -> lines.get(line).startsWith("- apiGroups"))
                .mapToObj(line -> lines.get(line - 1)))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("# "));
  }

  private static Stream<JsonNode> rules(Installation installation) {
    return Stream.of("ClusterRole", "Role")
        .flatMap(installation::objects)
        .flatMap(role -> Manifests.elements(role.path("rules")));
  }

  private static boolean names(JsonNode rule, String resource) {
    return Manifests.texts(rule.path("resources")).contains(resource);
  }
}
