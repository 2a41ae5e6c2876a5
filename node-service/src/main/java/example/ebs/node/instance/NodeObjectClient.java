package example.ebs.node.instance;

import com.fasterxml.jackson.core.JsonParser;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.kubernetes.ApiServer;
import example.ebs.csi.kubernetes.JsonObject;
import example.ebs.csi.kubernetes.Question;
import example.ebs.csi.time.Backoff;
import example.ebs.csi.time.Deadline;
import example.ebs.csi.time.Look;
import example.ebs.csi.time.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Reads one Node object. */
public final class NodeObjectClient {
  private static final Duration ATTEMPT = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(250), 2, Duration.ofSeconds(5));

  private final ApiServer server;
  private final Waiting waiting;

  public NodeObjectClient(ApiServer server, Waiting waiting) {
    this.server = server;
    this.waiting = waiting;
  }

  /**
   * Reads it; an API server that does not answer is asked again for half a minute.
   *
   * @throws Failure.TimedOut when it does not answer in time, with what it said last
   * @throws Failure.PreconditionFailed when the service account may not read it
   * @throws Failure.NotFound when there is no such Node
   */
  public NodeObject read(String name) {
    return waiting.untilFound(
        "the API server at %s to tell of Node %s".formatted(server.uri(), name),
        Deadline.after(LONGEST, waiting.clock()),
        BACKOFF,
        () -> look(name));
  }

  private Look<NodeObject> look(String name) {
    try {
      return new Look.Found<>(
          server.get(
              new Question("/api/v1/nodes/" + name, "get nodes", ATTEMPT),
              body -> parse(name, body)));
    } catch (Failure.Unavailable unanswered) {
      return new Look.NotYet<>(unanswered.getMessage());
    } catch (Failure.NotFound unknown) {
      throw new Failure.NotFound(
          "the API server at %s knows no Node %s; --node-name (NODE_NAME) must be the pod's spec.nodeName"
              .formatted(server.uri(), name),
          unknown);
    }
  }

  private static NodeObject parse(String name, InputStream body) throws IOException {
    Map<String, String> labels = new HashMap<>();
    AtomicReference<String> providerId = new AtomicReference<>("");
    try (JsonParser json = JsonObject.parser(body)) {
      json.nextToken();
      JsonObject.fields(
          json,
          (part, value) -> {
            switch (part) {
              case "metadata" -> metadata(value, labels);
              case "spec" -> spec(value, providerId);
              default -> {}
            }
          });
    }
    return new NodeObject(name, providerId.get(), labels);
  }

  private static void metadata(JsonParser json, Map<String, String> labels) throws IOException {
    JsonObject.fields(
        json,
        (field, value) -> {
          if (field.equals("labels")) {
            labels.putAll(JsonObject.texts(value));
          }
        });
  }

  private static void spec(JsonParser json, AtomicReference<String> providerId) throws IOException {
    JsonObject.fields(
        json,
        (field, value) -> {
          if (field.equals("providerID")) {
            providerId.set(JsonObject.text(value));
          }
        });
  }
}
