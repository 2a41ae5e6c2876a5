package example.ebs.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What goes wrong in the emulator, and what it has counted; see ebs-emulator/README.md.
 *
 * <p>A fault meets only requests that mention a text, such as the test's namespace, which is in the
 * tags of its volumes, or a volume's id: other scenarios run at the same time.
 */
final class EmulatorFaults {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Supplier<String> endpoint;
  private final Set<String> planned = new HashSet<>();

  EmulatorFaults(Supplier<String> endpoint) {
    this.endpoint = endpoint;
  }

  /** The next requests are refused with EC2's error code. */
  void fail(String action, String mentioning, int times, String code) {
    order(
        "fail",
        mentioning,
        order -> order.put("action", action).put("times", times).put("code", code));
  }

  /** The next requests are carried out at once, and answered so much later. */
  void delayReply(String action, String mentioning, int times, Duration time) {
    order(
        "delayReply",
        mentioning,
        order -> order.put("action", action).put("times", times).put("ms", time.toMillis()));
  }

  /** No volume can be made in the zone. */
  void zoneFull(String zone, String mentioning) {
    order("zoneFull", mentioning, order -> order.put("zone", zone).put("full", true));
  }

  /** Everything works again that this test wanted otherwise. */
  void clear() {
    for (String text : planned) {
      var _ = send(HttpRequest.newBuilder(uri("faults?mentioning=" + text)).DELETE());
    }
    planned.clear();
  }

  /** How many requests for an action there were, of anybody, since the emulator's start. */
  long calls(String action) {
    return counts().path("calls").path(action).asLong();
  }

  /** The same for all actions together. */
  long calls() {
    long sum = 0;
    for (JsonNode number : counts().path("calls")) {
      sum += number.asLong();
    }
    return sum;
  }

  /** How long EC2's states were made to last, in all. */
  Duration waits(String operation) {
    return Duration.ofMillis(counts().path("waitMs").path(operation).asLong());
  }

  private JsonNode counts() {
    return send(HttpRequest.newBuilder(uri("counts")));
  }

  private void order(String kind, String mentioning, UnaryOperator<ObjectNode> fill) {
    planned.add(mentioning);
    ObjectNode order = JSON.createObjectNode().put("kind", kind).put("mentioning", mentioning);
    String text = fill.apply(order).toString();
    var _ = send(HttpRequest.newBuilder(uri("faults")).POST(BodyPublishers.ofString(text)));
  }

  private URI uri(String what) {
    return URI.create(endpoint.get() + "/emulator/" + what);
  }

  private static JsonNode send(HttpRequest.Builder request) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(request.timeout(LIMIT).build(), BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new AssertionError("the emulator refused it: " + answer.body());
      }
      return JSON.readTree(answer.body());
    } catch (IOException unanswered) {
      throw new UncheckedIOException("the emulator does not answer", unanswered);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", interrupted);
    }
  }
}
