package example.ebs.emulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class FrontDoorTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private HttpServer server;
  private FrontDoor door;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(ANY, 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            if (!exchange.getRequestURI().getPath().equals("/lost")) {
              byte[] body = exchange.getRequestBody().readAllBytes();
              exchange.sendResponseHeaders(200, body.length);
              exchange.getResponseBody().write(body);
            }
          }
        });
    server.createContext(
        "/who",
        exchange -> {
          try (exchange) {
            byte[] client =
                door.client(exchange.getRemoteAddress())
                    .getHostAddress()
                    .getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, client.length);
            exchange.getResponseBody().write(client);
          }
        });
    server.start();
    door = FrontDoor.at(ANY, 10);
    door.open(server.getAddress());
  }

  @AfterEach
  void close() {
    door.close();
    server.stop(0);
  }

  @Test
  void whoSpeaksTlsIsToldAtOnceThatThisIsHttp() throws IOException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(address("https", "/")).build();
      assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString()))
          .isInstanceOf(SSLException.class);
    }
    try (Socket socket = new Socket(door.address().getAddress(), door.address().getPort())) {
      socket.getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1});
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 400 Bad Request\r\n")
          .endsWith("This port speaks http, not https.\n");
    }
  }

  @Test
  void allElseIsPassedOnAsOftenAsTheClientAsks() throws Exception {
    String large = "x".repeat(3_000_000);
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (String body : new String[] {"", "a", large}) {
        HttpRequest request =
            HttpRequest.newBuilder(address("http", "/"))
                .POST(BodyPublishers.ofString(body))
                .build();
        assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo(body);
      }
    }
  }

  /** All of 127.0.0.0/8 is this machine. */
  @Test
  void theServerIsToldWhereAClientIs() throws Exception {
    for (String from : new String[] {"127.0.0.1", "127.0.0.2"}) {
      try (Socket socket = new Socket()) {
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(door.address());
        socket
            .getOutputStream()
            .write("GET /who HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
            .endsWith("\r\n\r\n" + from);
      }
    }
  }

  @Test
  void aConnectionThatTheServerEndsIsEnded() {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(address("http", "/lost")).build();
      assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString()))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    assertThatThrownBy(() -> FrontDoor.at(door.address(), 1))
        .hasMessageContaining("cannot listen on 127.0.0.1:" + door.address().getPort());
  }

  private URI address(String scheme, String path) {
    return URI.create(scheme + "://127.0.0.1:" + door.address().getPort() + path);
  }
}
