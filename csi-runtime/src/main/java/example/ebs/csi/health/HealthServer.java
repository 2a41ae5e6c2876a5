package example.ebs.csi.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Serves {@code /healthz} (alive) and {@code /readyz} (ready), each "ok" or 503 with the reason,
 * and {@code /metrics} (Prometheus).
 *
 * <p>GET and HEAD only, nothing is taken from the request but its path, and a path that merely
 * starts with one of these is not found. Whoever reaches the port may ask, so connections are
 * limited in number, and a request that does not arrive is given up.
 */
public final class HealthServer implements AutoCloseable {
  static {
    // The JDK's server has no other way to be told, and reads them once.
    limit("jdk.httpserver.maxConnections", "200");
    limit("sun.net.httpserver.maxReqTime", "10");
  }

  private final HttpServer server;

  private HealthServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Listens.
   *
   * @param alive whether it is of any use to go on; what is not alive is not ready either
   * @param metrics the text to answer {@code /metrics} with
   * @throws UncheckedIOException when the address cannot be listened on
   */
  public static HealthServer start(
      HttpEndpoint endpoint, Readiness alive, Readiness ready, Supplier<String> metrics) {
    try {
      HttpServer server = HttpServer.create(endpoint.address(), 0);
      server.setExecutor(
          Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory()));
      serve(server, "/healthz", () -> answer(alive.obstacle()));
      serve(server, "/readyz", () -> answer(alive.obstacle().or(ready::obstacle)));
      serve(server, "/metrics", () -> new Answer(200, metrics.get()));
      server.start();
      return new HealthServer(server);
    } catch (IOException unable) {
      throw new UncheckedIOException(
          "cannot serve HTTP on "
              + endpoint.host()
              + ":"
              + endpoint.port()
              + ": "
              + unable.getMessage(),
          unable);
    }
  }

  /** What the administrator has set stays. */
  private static void limit(String property, String value) {
    System.setProperty(property, System.getProperty(property, value));
  }

  /** The port listened on, which matters when the endpoint said 0. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static Answer answer(Optional<String> obstacle) {
    return obstacle.map(reason -> new Answer(503, reason + "\n")).orElse(new Answer(200, "ok\n"));
  }

  private static void serve(HttpServer server, String path, Supplier<Answer> answer) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            reply(exchange, refusal(exchange, path).orElseGet(answer));
          }
        });
  }

  private static Optional<Answer> refusal(HttpExchange exchange, String path) {
    if (!exchange.getRequestURI().getPath().equals(path)) {
      return Optional.of(new Answer(404, "not found\n"));
    }
    return switch (exchange.getRequestMethod()) {
      case "GET", "HEAD" -> Optional.empty();
      default -> Optional.of(new Answer(405, "GET or HEAD only\n"));
    };
  }

  private static void reply(HttpExchange exchange, Answer answer) throws IOException {
    byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(answer.code(), head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }

  private record Answer(int code, String text) {}
}
