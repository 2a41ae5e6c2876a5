package example.ebs.node.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.Zone;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NodeIdentityTest {
  private static final NodeIdentity.Given NOTHING =
      new NodeIdentity.Given(Optional.empty(), Optional.empty(), OptionalInt.empty());
  private static final String TOKEN = "a-token";

  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private HttpServer server;
  private MetadataClient metadata;

  @BeforeEach
  void serveMetadata() throws IOException {
    answers.put("/latest/meta-data/instance-id", "i-0123456789abcdef0");
    answers.put("/latest/meta-data/placement/availability-zone", "eu-west-1c");
    answers.put("/latest/meta-data/instance-type", "m5.large");
    answers.put("/latest/meta-data/block-device-mapping/", "ami\nebs1\nebs2\nroot");
    answers.put(
        "/latest/meta-data/network/interfaces/macs/", "0e:49:61:0f:c3:11/\n0e:49:61:0f:c3:12/");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
    metadata =
        MetadataClient.fromEnvironment(Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", endpoint));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void theInstanceSaysWhoItIsAndHowManyPlacesAreLeft() {
    NodeIdentity identity = identity(Optional.empty(), OptionalInt.empty());

    assertThat(identity.nodeId()).isEqualTo(new NodeId("i-0123456789abcdef0"));
    assertThat(identity.zone()).isEqualTo(new Zone("eu-west-1c"));
    assertThat(identity.attachLimits().now()).hasValue(28 - 1 - 2 - 2);
    assertThat(metadata.attachLimit().source()).contains("2 other volumes", "2 network interfaces");
  }

  @Test
  void anEndlessAnswerIsNoneOfTheMetadataService() {
    answers.put("/latest/meta-data/instance-type", "m".repeat(1 << 20));

    assertThatThrownBy(() -> metadata.facts())
        .isInstanceOf(Failure.Unavailable.class)
        .hasMessageContaining("/latest/meta-data/instance-type");
  }

  @Test
  void whatIsGivenIsNotAskedFor() {
    answers.clear();

    NodeIdentity identity =
        NodeIdentity.of(
            new NodeIdentity.Given(
                Optional.of(new NodeId("node-a")),
                Optional.of(new Zone("zone-a")),
                OptionalInt.empty()),
            List.of(metadata),
            metadata::attachLimit);

    assertThat(identity.nodeId()).isEqualTo(new NodeId("node-a"));
    assertThat(identity.attachLimits().now()).hasValue(26);
  }

  @Test
  void aGivenLimitWins() {
    assertThat(identity(Optional.empty(), OptionalInt.of(127)).attachLimits().now()).hasValue(127);
  }

  @Test
  void thereIsAlwaysPlaceForOneBecauseNoneWouldMeanNoLimit() {
    assertThat(AttachLimit.ofNitro(20, 15).volumes()).isEqualTo(1);
  }

  @Test
  void anUnknownPathSaysWhatToGive() {
    answers.remove("/latest/meta-data/placement/availability-zone");

    assertThatThrownBy(() -> identity(Optional.of(new NodeId("node-a")), OptionalInt.empty()))
        .isInstanceOf(Failure.Unavailable.class)
        .hasMessageContaining("404")
        .hasMessageContaining("--zone");
  }

  @Test
  void aServiceThatIsNotThereSaysWhatToGive() {
    server.stop(0);

    assertThatThrownBy(() -> identity(Optional.empty(), OptionalInt.empty()))
        .isInstanceOf(Failure.Unavailable.class)
        .hasMessageContaining("--node-id");
  }

  @Test
  void theNextSourceIsAskedWhereTheFirstDoesNotKnow() {
    server.stop(0);
    NodeObject node =
        new NodeObject(
            "worker",
            "aws:///us-east-1b/i-0fedcba9876543210",
            Map.of("topology.kubernetes.io/zone", "us-east-1b"));

    NodeIdentity identity =
        NodeIdentity.of(NOTHING, List.of(metadata, node::facts), metadata::attachLimit);

    assertThat(identity.nodeId()).isEqualTo(new NodeId("i-0fedcba9876543210"));
    assertThat(identity.zone()).isEqualTo(new Zone("us-east-1b"));
    assertThat(identity.attachLimits().now()).as("assumed").hasValue(26);
  }

  @Test
  void whenNobodyKnowsTheMessageSaysWhatWasTried() {
    server.stop(0);
    NodeObject kind = new NodeObject("worker", "kind://docker/kind/worker", Map.of());

    assertThatThrownBy(
            () -> NodeIdentity.of(NOTHING, List.of(metadata, kind::facts), metadata::attachLimit))
        .isInstanceOf(Failure.Unavailable.class)
        .hasMessageContaining("instance metadata service")
        .hasMessageContaining("kind://docker/kind/worker")
        .hasMessageContaining("--node-id");
  }

  @Test
  void aMachineMayBeForbiddenToAskForItsMetadata() {
    assertThat(MetadataClient.isDisabled(Map.of("AWS_EC2_METADATA_DISABLED", "True"))).isTrue();
    assertThat(MetadataClient.isDisabled(Map.of())).isFalse();
  }

  @Test
  void withoutAnythingInTheEnvironmentTheLinkLocalAddressIsUsed() {
    assertThat(MetadataClient.fromEnvironment(Map.of()).endpoint())
        .isEqualTo(URI.create("http://169.254.169.254"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "169.254.169.254", "http://", "http://a b"})
  void whatIsNoAddressInTheEnvironmentIsRefusedWithItsVariable(String address) {
    Map<String, String> environment = Map.of("AWS_EC2_METADATA_SERVICE_ENDPOINT", address);
    assertThatThrownBy(() -> MetadataClient.fromEnvironment(environment))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("AWS_EC2_METADATA_SERVICE_ENDPOINT: ");
  }

  private NodeIdentity identity(Optional<NodeId> nodeId, OptionalInt limit) {
    return NodeIdentity.of(
        new NodeIdentity.Given(nodeId, Optional.empty(), limit),
        List.of(metadata),
        metadata::attachLimit);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (exchange.getRequestMethod().equals("PUT")) {
      boolean right =
          path.equals("/latest/api/token")
              && exchange.getRequestHeaders().containsKey("X-aws-ec2-metadata-token-ttl-seconds");
      send(exchange, right ? 200 : 400, TOKEN);
    } else if (!List.of(TOKEN)
        .equals(exchange.getRequestHeaders().get("X-aws-ec2-metadata-token"))) {
      send(exchange, 401, "");
    } else {
      String answer = answers.get(path);
      send(exchange, answer == null ? 404 : 200, answer == null ? "" : answer);
    }
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
