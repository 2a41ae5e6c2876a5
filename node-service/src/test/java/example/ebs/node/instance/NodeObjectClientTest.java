package example.ebs.node.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.kubernetes.ApiServer;
import example.ebs.csi.kubernetes.PlayedApiServer;
import example.ebs.csi.kubernetes.ServiceAccount;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.Zone;
import example.ebs.csi.time.Waiting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Node object from an API server that the test plays, over TLS. */
final class NodeObjectClientTest {
  private static final String TOKEN = "the-secret-token";
  private static final String NODE =
      """
      {"kind": "Node", "apiVersion": "v1",
       "metadata": {"name": "worker", "annotations": {"topology.kubernetes.io/zone": "wrong"},
         "labels": {"topology.kubernetes.io/zone": "us-east-1b",
                    "node.kubernetes.io/instance-type": "m5.large"},
         "managedFields": [{"fieldsV1": {"f:metadata": {"f:labels": {"x": "y"}}}}]},
       "spec": {"taints": [{"key": "a"}], "providerID": "aws:///us-east-1b/i-0123456789abcdef0"},
       "status": {"images": [{"names": ["a", "b"], "sizeBytes": 1}]}}
      """;

  @TempDir private static Path folder;
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final AtomicInteger pauses = new AtomicInteger();
  private PlayedApiServer server;

  @BeforeEach
  void serve() throws IOException {
    server = new PlayedApiServer(folder, TOKEN);
    Files.writeString(folder.resolve("token"), TOKEN + "\n");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theNodeSaysWhichInstanceItIsAndWhere() {
    server.answer("/api/v1/nodes/worker", 200, NODE);

    NodeObject node = client().read("worker");

    assertThat(node.labels()).hasSize(2);
    assertThat(node.facts())
        .isEqualTo(
            new InstanceFacts(
                new NodeId("i-0123456789abcdef0"), new Zone("us-east-1b"), "m5.large"));
  }

  @Test
  void anUnknownNodeSaysWhatTheNameMustBe() {
    assertThatThrownBy(() -> client().read("other"))
        .isInstanceOf(Failure.NotFound.class)
        .hasMessageContaining("other")
        .hasMessageContaining("NODE_NAME");
  }

  @Test
  void aTokenThatMayNotReadNodesSaysWhatIsMissingAndIsNotShown() throws IOException {
    Files.writeString(folder.resolve("token"), "another-secret");

    assertThatThrownBy(() -> client().read("worker"))
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining("401")
        .hasMessageContaining("get nodes")
        .hasMessageNotContaining("another-secret");
  }

  @Test
  void aServerThatIsBusyIsAskedAgain() {
    server.answer("/api/v1/nodes/worker", 503, "");
    AtomicInteger asked = pauses;
    Waiting waiting =
        new Waiting(
            clock(),
            _ -> {
              asked.incrementAndGet();
              server.answer("/api/v1/nodes/worker", 200, NODE);
            });

    assertThat(
            new NodeObjectClient(new ApiServer(account(), clock()), waiting).read("worker").name())
        .isEqualTo("worker");
    assertThat(asked).hasValue(1);
  }

  @Test
  void aServerThatIsAwayIsGivenUpAfterAWhile() {
    URI nobody = server.uri();
    server.close();

    assertThatThrownBy(() -> client().read("worker"))
        .isInstanceOf(Failure.TimedOut.class)
        .hasMessageContaining(nobody.toString());
  }

  @Test
  void aServerThatTheClustersAuthorityDoesNotVouchForIsNotTold() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    try (PlayedApiServer _ = new PlayedApiServer(other, TOKEN)) {
      Files.copy(folder.resolve("token"), other.resolve("token"));
      NodeObjectClient client =
          new NodeObjectClient(new ApiServer(server.account(other), clock()), waiting());

      assertThatThrownBy(() -> client.read("worker"))
          .isInstanceOf(Failure.TimedOut.class)
          .hasMessageContaining("certificat");
      assertThat(server.asked()).isZero();
    }
  }

  @Test
  void aMissingTokenAndNoPodAtAllSayWhatIsMissing() throws IOException {
    Files.delete(folder.resolve("token"));

    assertThatThrownBy(() -> client().read("worker")).hasMessageContaining("automount");
    assertThatThrownBy(() -> ServiceAccount.ofPod(Map.of()))
        .hasMessageContaining("KUBERNETES_SERVICE_HOST");
  }

  @Test
  void thePodsEnvironmentNamesTheServer() {
    Map<String, String> sixth =
        Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "6443");

    assertThat(ServiceAccount.ofPod(sixth).server()).hasToString("https://[fd00::1]:6443");
  }

  @Test
  void aNodeWithoutAZoneSaysHowToLabelIt() {
    assertThatThrownBy(() -> new NodeObject("worker", "", Map.of()).zone())
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining("kubectl label node worker");
  }

  private NodeObjectClient client() {
    return new NodeObjectClient(new ApiServer(account(), clock()), waiting());
  }

  private ServiceAccount account() {
    return server.account(folder);
  }

  private Waiting waiting() {
    return new Waiting(clock(), length -> now.updateAndGet(time -> time.plus(length)));
  }

  private Clock clock() {
    InstantSource source = now::get;
    return source.withZone(ZoneOffset.UTC);
  }
}
