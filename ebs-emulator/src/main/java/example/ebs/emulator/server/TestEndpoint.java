package example.ebs.emulator.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import example.ebs.emulator.count.Counts;
import example.ebs.emulator.fault.Faults;
import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.QueryParameters;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * What tests set and read while the emulator runs, as JSON: {@code POST} and {@code DELETE
 * /emulator/faults}, {@code GET /emulator/counts}.
 *
 * <p>Only for programs of this machine, or of this pod, which is where {@code kubectl port-forward}
 * comes from: no signature is checked, and whoever can plan faults can stop all work.
 */
final class TestEndpoint {
  static final String PATH = "/emulator/";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LARGEST_BODY = 1 << 14;

  private record Numbers(SortedMap<String, Long> calls, SortedMap<String, Long> waitMs) {}

  private final Callers callers;
  private final Function<InetSocketAddress, InetAddress> client;
  private final Set<String> actions;
  private final Set<String> zones;
  private final Faults faults;
  private final Counts counts;

  /**
   * @param client where the client of a connection is, as the server sees it
   * @param actions the actions that faults may be of
   * @param zones the zones that may be full
   */
  TestEndpoint(
      Callers callers,
      Function<InetSocketAddress, InetAddress> client,
      Set<String> actions,
      Set<String> zones,
      Faults faults,
      Counts counts) {
    this.callers = callers;
    this.client = client;
    this.actions = actions;
    this.zones = zones;
    this.faults = faults;
    this.counts = counts;
  }

  void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        send(exchange, 200, answer(exchange));
      } catch (Ec2Failure refused) {
        send(exchange, refused.status(), Map.of("error", refused.message()));
      }
    }
  }

  private Object answer(HttpExchange exchange) throws IOException {
    callers.check(exchange.getRequestHeaders());
    InetAddress from = client.apply(exchange.getRemoteAddress());
    if (!from.isLoopbackAddress()) {
      throw new Ec2Failure(
          403,
          "UnauthorizedOperation",
          "%s is only for programs of the emulator's own machine, not for %s; in a cluster use kubectl port-forward"
              .formatted(PATH, from.getHostAddress()));
    }
    String asked = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    return switch (asked) {
      case "POST /emulator/faults" -> plan(exchange);
      case "DELETE /emulator/faults" -> {
        faults.mentioning(mentioning(exchange)).clear();
        yield Map.of("planned", "nothing");
      }
      case "GET /emulator/counts" -> new Numbers(counts.calls(), counts.waits());
      default ->
          throw new Ec2Failure(
              404,
              "NotFound",
              "There is no %s; there are POST and DELETE /emulator/faults, and GET /emulator/counts"
                  .formatted(asked));
    };
  }

  private Object plan(HttpExchange exchange) throws IOException {
    try (InputStream in = exchange.getRequestBody()) {
      JsonNode json = JSON.readTree(in.readNBytes(LARGEST_BODY));
      FaultOrder order = FaultOrder.parse(json);
      String mention = FaultOrder.mentioning(json);
      order.refuseUnknownNames(actions, zones);
      order.applyTo(faults.mentioning(mention));
      return Map.of("planned", order.toString());
    } catch (JsonProcessingException unreadable) {
      throw FaultOrder.refused("wanted a JSON object, and found something else");
    }
  }

  private static String mentioning(HttpExchange exchange) {
    return Optional.ofNullable(exchange.getRequestURI().getRawQuery())
        .map(QueryParameters::parse)
        .flatMap(query -> query.text("mentioning"))
        .orElse("");
  }

  private static void send(HttpExchange exchange, int status, Object answer) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    byte[] body = JSON.writeValueAsBytes(answer);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
