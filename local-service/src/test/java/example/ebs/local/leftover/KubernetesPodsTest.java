package example.ebs.local.leftover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.kubernetes.ApiServer;
import example.ebs.csi.kubernetes.PlayedApiServer;
import example.ebs.local.store.PodReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pods of a node, from an API server that the test plays. */
final class KubernetesPodsTest {
  private static final PodReference POD = new PodReference("uid-1", "default", "web");
  private static final String ONE = "/api/v1/namespaces/default/pods/web";
  private static final String LIST =
      """
      {"kind": "PodList", "metadata": {"resourceVersion": "5"}, "items": [
       {"metadata": {"name": "web", "uid": "uid-1", "ownerReferences": [{"uid": "owner"}]},
        "spec": {"volumes": [{"name": "a"}]}, "status": {"phase": "Running"}},
       {"metadata": {"name": "job", "uid": "uid-2"}, "status": {"phase": "Succeeded"}}]}
      """;

  @TempDir private static Path folder;
  private PlayedApiServer server;
  private KubernetesPods pods;

  @BeforeEach
  void serve() throws IOException {
    Files.writeString(folder.resolve("token"), "token");
    server = new PlayedApiServer(folder, "token");
    pods = new KubernetesPods(new ApiServer(server.account(folder), Clock.systemUTC()), "worker-a");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void allPodsOfTheNodeAreNamedWhateverTheirState() {
    AtomicReference<String> query = new AtomicReference<>("");
    server.answer(
        "/api/v1/pods",
        exchange -> {
          query.set(exchange.getRequestURI().getQuery());
          PlayedApiServer.reply(exchange, 200, LIST);
        });

    assertThat(pods.uids()).containsExactlyInAnyOrder("uid-1", "uid-2");
    assertThat(query).hasValue("fieldSelector=spec.nodeName=worker-a");
  }

  @Test
  void aListThatBreaksOffIsNoAnswer() {
    server.answer("/api/v1/pods", 200, LIST.substring(0, LIST.length() - 40));
    assertThatThrownBy(() -> pods.uids()).isInstanceOf(Failure.Unavailable.class);

    server.answer("/api/v1/pods", 200, "{}");
    assertThatThrownBy(() -> pods.uids()).isInstanceOf(Failure.Unavailable.class);
  }

  @Test
  void aPodIsThereWhenItIsTheVerySame() {
    assertThat(pods.exists(POD)).isFalse();
    server.answer(ONE, 200, "{\"metadata\": {\"uid\": \"uid-1\"}}");
    assertThat(pods.exists(POD)).isTrue();
    server.answer(ONE, 200, "{\"metadata\": {\"uid\": \"its-successor\"}}");
    assertThat(pods.exists(POD)).isFalse();
  }

  @Test
  void whatIsNoPodOrNoAnswerDoesNotProveThatItIsGone() {
    server.answer(ONE, 200, "{}");
    assertThat(pods.exists(POD)).isTrue();
    server.answer(ONE, 403, "");
    assertThatThrownBy(() -> pods.exists(POD)).hasMessageContaining("get pods");
  }
}
