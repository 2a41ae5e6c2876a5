package example.ebs.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pods may do on their machines. */
final class PodsTest {
  @ParameterizedTest
  @MethodSource("example.ebs.deploy.Installation#all")
  void theControllerIsAnOrdinaryUserWithoutAnyPrivilege(Installation installation) {
    JsonNode controller = installation.workload("controller");
    JsonNode user = Manifests.pod(controller).path("securityContext");
    assertThat(user.path("runAsNonRoot").asBoolean()).isTrue();
    assertThat(user.path("runAsUser").asInt()).isEqualTo(1000);
    assertThat(user.path("runAsGroup").asInt()).isEqualTo(1000);
    assertThat(user.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
    assertThat(Manifests.container(controller).path("securityContext"))
        .isEqualTo(
            Manifests.parse(
                "{allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}"));
    assertThat(Manifests.pod(controller).path("volumes"))
        .allMatch(volume -> volume.has("emptyDir") || volume.has("configMap"));
  }

  @ParameterizedTest
  @MethodSource("example.ebs.deploy.Installation#all")
  void onlyNodesAndTheEmulatorArePrivileged(Installation installation) {
    assertThat(
            installation
                .workloads()
                .filter(
                    workload ->
                        Manifests.container(workload)
                            .at("/securityContext/privileged")
                            .asBoolean()))
        .map(Manifests::component)
        .isSubsetOf("node", "emulator");
  }

  @ParameterizedTest
  @MethodSource("example.ebs.deploy.Installation#all")
  void nobodyJoinsTheMachinesNetworkOrProcesses(Installation installation) {
    assertThat(installation.workloads().map(Manifests::pod))
        .isNotEmpty()
        .noneMatch(pod -> pod.has("hostNetwork") || pod.has("hostPID") || pod.has("hostIPC"));
  }

  @ParameterizedTest
  @MethodSource("example.ebs.deploy.Installation#all")
  void everyRootFilesystemIsReadOnlyAndEveryMemoryLimited(Installation installation) {
    assertThat(installation.workloads().map(Manifests::container))
        .allMatch(container -> container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
        .allMatch(container -> container.at("/resources/limits").has("memory"))
        .allMatch(container -> container.at("/resources/requests").has("memory"));
  }

  @ParameterizedTest
  @MethodSource("example.ebs.deploy.Installation#all")
  void whoeverHangsIsRestarted(Installation installation) {
    assertThat(installation.workloads().map(Manifests::container))
        .allMatch(container -> container.has("livenessProbe"))
        .allMatch(container -> container.has("readinessProbe"));
  }

  @ParameterizedTest
  @MethodSource("example.ebs.deploy.Installation#all")
  void theImageHasTheVersionOfThisBuild(Installation installation) {
    String version = Objects.requireNonNull(System.getProperty("ebs.version"));
    assertThat(installation.workloads().map(Manifests::container))
        .allMatch(container -> container.path("image").asText().endsWith("/ebs:" + version))
        .allMatch(container -> container.path("imagePullPolicy").asText().equals("IfNotPresent"));
  }

  @Test
  void theNodeSeesTheKubeletsFoldersUnderTheirOwnPaths() {
    JsonNode node = Installation.named("base").workload("node");
    assertThat(Manifests.pod(node).path("volumes"))
        .contains(
            Manifests.parse(
                "{name: kubelet, hostPath: {path: /var/lib/kubelet, type: Directory}}"));
    assertThat(Manifests.container(node).path("volumeMounts"))
        .contains(
            Manifests.parse(
                "{name: kubelet, mountPath: /var/lib/kubelet, mountPropagation: Bidirectional}"));
  }

  @Test
  void keysAreOnlyInManifestsOfTheEmulatorWhereTheyOpenNothing() {
    List<String> withKeys =
        Installation.all()
            .filter(installation -> Manifests.text(installation.goldenFile()).contains("SECRET"))
            .map(Installation::name)
            .toList();
    assertThat(withKeys).isNotEmpty().allMatch(name -> name.startsWith("emulator"));
    assertThat(Installation.all().flatMap(all -> all.objects("Secret"))).isEmpty();
  }
}
