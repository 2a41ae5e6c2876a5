package example.ebs.controller.ec2;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** An EC2 endpoint that answers what a test says, and remembers what it was asked. */
public final class ScriptedEc2 implements AutoCloseable {
  /** What to answer; never answered when the body is absent. */
  public record Answer(int status, Optional<String> body) {
    public static Answer ok(String body) {
      return new Answer(200, Optional.of(body));
    }

    static Answer error(int status, String code, String message) {
      return new Answer(
          status,
          Optional.of(
              "<Response><Errors><Error><Code>%s</Code><Message>%s</Message></Error></Errors><RequestID>r</RequestID></Response>"
                  .formatted(code, message)));
    }

    static Answer silence() {
      return new Answer(0, Optional.empty());
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Map<String, String>> requests = new CopyOnWriteArrayList<>();
  private final Function<Map<String, String>, Answer> script;

  public ScriptedEc2(Function<Map<String, String>, Answer> script) {
    this.script = script;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  /** What adapters that are called as in the test have sent to an endpoint with that script. */
  static List<Map<String, String>> sent(
      Function<Map<String, String>, Answer> script, Consumer<Ec2> test) {
    try (ScriptedEc2 server = new ScriptedEc2(script);
        Ec2 ec2 = server.open()) {
      test.accept(ec2);
      return server.requests();
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  Ec2 open() {
    return Ec2Clients.open(
        Optional.of(endpoint()),
        Optional.of("us-east-1"),
        Optional.of(new Ec2Clients.Credentials("test", "test-secret")));
  }

  /**
   * Opens it with a limit of the test's own.
   *
   * @param attempt after which an attempt is given up
   */
  Ec2 open(Duration attempt) {
    return Ec2Clients.open(
        Optional.of(endpoint()),
        Optional.of("us-east-1"),
        Optional.of(new Ec2Clients.Credentials("test", "test-secret")),
        attempt);
  }

  /** The parameters of each request, in the order of arrival. */
  public List<Map<String, String>> requests() {
    return List.copyOf(requests);
  }

  public long count(String action) {
    return requests.stream().filter(request -> action.equals(request.get("Action"))).count();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    Map<String, String> request =
        parse(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    requests.add(request);
    Answer answer = script.apply(request);
    if (answer.body().isEmpty()) {
      return; // The caller waits until it gives up, or the test ends.
    }
    byte[] body = answer.body().get().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static Map<String, String> parse(String form) {
    return Arrays.stream(form.split("&", -1))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> URLDecoder.decode(pair[0], StandardCharsets.UTF_8),
                pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }
}
