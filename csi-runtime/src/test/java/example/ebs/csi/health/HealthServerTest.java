package example.ebs.csi.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.CallEnd;
import example.ebs.csi.server.CallMetrics;
import example.ebs.csi.server.DriverIdentity;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HealthServerTest {
  private Optional<String> death = Optional.empty();
  private Optional<String> obstacle = Optional.empty();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  @ParameterizedTest
  @CsvSource({
    "GET, /healthz, 200",
    "HEAD, /readyz, 200",
    "GET, /metrics, 200",
    "POST, /healthz, 405",
    "GET, /healthz/more, 404",
    "GET, /, 404"
  })
  void answersWhatItServesAndNothingElse(String method, String path, int code) throws Exception {
    assertThat(ask(method, path).statusCode()).isEqualTo(code);
  }

  @Test
  void isAliveThoughNotReadyAndSaysWhyNot() throws Exception {
    obstacle = Optional.of("EC2 at http://127.0.0.1:1 does not answer");

    assertThat(ask("GET", "/healthz").statusCode()).isEqualTo(200);
    HttpResponse<String> ready = ask("GET", "/readyz");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).isEqualTo("EC2 at http://127.0.0.1:1 does not answer\n");
  }

  @Test
  void whatIsNotAliveIsNotReadyEitherAndSaysWhy() throws Exception {
    death = Optional.of("nobody can connect to the socket /run/csi.sock");

    for (String path : List.of("/healthz", "/readyz")) {
      HttpResponse<String> answer = ask("GET", path);
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).isEqualTo("nobody can connect to the socket /run/csi.sock\n");
    }
  }

  @Test
  void requestsThatNeverEndDoNotPileUp() throws Exception {
    List<Socket> clients = new ArrayList<>();
    try (HealthServer server =
        HealthServer.start(
            new HttpEndpoint("127.0.0.1", 0), () -> death, () -> obstacle, registry::scrape)) {
      for (int client = 0; client < 400; client++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        clients.add(socket);
        // As long as a busy machine needs to get round to it; what never ends fails all the same.
        socket.setSoTimeout(120_000);
      }

      assertThat(isTurnedAway(clients.getLast())).isTrue();
    } finally {
      for (Socket client : clients) {
        client.close();
      }
    }
  }

  private static boolean isTurnedAway(Socket client) throws IOException {
    try {
      client.getOutputStream().write("GET /healthz HTTP/1.1\r\nX".getBytes(UTF_8));
      return client.getInputStream().read() < 0;
    } catch (SocketTimeoutException waiting) {
      return false;
    } catch (SocketException reset) {
      return true;
    }
  }

  @Test
  void callsAreCountedByMethodAndStatus() throws Exception {
    new CallMetrics(registry, new DriverIdentity("ebs.example", "1"))
        .ended(
            new CallEnd(
                "csi.v1.Controller/CreateVolume",
                Optional.empty(),
                "ABORTED",
                "",
                Optional.empty(),
                Duration.ofMillis(20)));

    assertThat(ask("GET", "/metrics").body())
        .contains(
            "csi_operations_seconds_count{driver_name=\"ebs.example\",grpc_status_code=\"ABORTED\",method_name=\"CreateVolume\"} 1");
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1:3301, 127.0.0.1, 3301", "':3301', '', 3301", "[::1]:80, ::1, 80"})
  void endpointsAreWrittenAsForTheSidecars(String text, String host, int port) {
    assertThat(HttpEndpoint.parse(text)).isEqualTo(new HttpEndpoint(host, port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3301", "host:", "host:70000", "::1:80"})
  void whatIsNoEndpointIsRefused(String text) {
    assertThatThrownBy(() -> HttpEndpoint.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("host:port");
  }

  private HttpResponse<String> ask(String method, String path)
      throws IOException, InterruptedException {
    try (HealthServer server =
            HealthServer.start(
                new HttpEndpoint("127.0.0.1", 0), () -> death, () -> obstacle, registry::scrape);
        HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .method(method, HttpRequest.BodyPublishers.noBody())
              .timeout(Duration.ofSeconds(10))
              .build();
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }
}
