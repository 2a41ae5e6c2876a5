package example.ebs.node.instance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.time.Backoff;
import example.ebs.csi.time.Deadline;
import example.ebs.csi.time.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/**
 * Reads one Node object with one plain GET: a Kubernetes client, with all its classes, would stay
 * in the memory of every node.
 */
public final class NodeObjectClient {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int READ_MILLIS = 5_000;
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(250), 2, Duration.ofSeconds(5));

  private final ServiceAccount account;
  private final Waiting waiting;

  public NodeObjectClient(ServiceAccount account, Waiting waiting) {
    this.account = account;
    this.waiting = waiting;
  }

  /**
   * Reads it; an API server that does not answer is asked again for half a minute.
   *
   * @throws Failure.Unavailable when it does not answer in time
   * @throws Failure.PreconditionFailed when the service account may not read it
   * @throws Failure.NotFound when there is no such Node
   */
  public NodeObject read(String name) {
    SSLContext trust = account.trust();
    AtomicReference<String> last = new AtomicReference<>("");
    try {
      return waiting.until(
          "the API server",
          Deadline.after(LONGEST, waiting.clock()),
          BACKOFF,
          () -> attempt(name, trust, last));
    } catch (Failure.TimedOut late) {
      throw new Failure.Unavailable(
          "the API server at %s did not answer for %d s: %s"
              .formatted(account.server(), LONGEST.toSeconds(), last.get()),
          late);
    }
  }

  private Optional<NodeObject> attempt(
      String name, SSLContext trust, AtomicReference<String> last) {
    try {
      return ask(name, trust, last);
    } catch (IOException failed) {
      last.set(String.valueOf(failed.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<NodeObject> ask(String name, SSLContext trust, AtomicReference<String> last)
      throws IOException {
    URI node = account.server().resolve("/api/v1/nodes/" + name);
    HttpURLConnection connection = (HttpURLConnection) node.toURL().openConnection();
    if (connection instanceof HttpsURLConnection https) {
      https.setSSLSocketFactory(trust.getSocketFactory());
    }
    // Nowhere else may the token go.
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(READ_MILLIS);
    connection.setRequestProperty("Authorization", account.token().header());
    connection.setRequestProperty("Accept", "application/json");
    try {
      return answer(name, connection, last);
    } finally {
      connection.disconnect();
    }
  }

  private Optional<NodeObject> answer(
      String name, HttpURLConnection connection, AtomicReference<String> last) throws IOException {
    int status = connection.getResponseCode();
    switch (status) {
      case HttpURLConnection.HTTP_OK -> {
        return Optional.of(parse(name, connection));
      }
      case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
          throw new Failure.PreconditionFailed(
              "the API server at %s answered %d to the question for Node %s: the pod's service account needs the right to get nodes"
                  .formatted(account.server(), status, name));
      case HttpURLConnection.HTTP_NOT_FOUND ->
          throw new Failure.NotFound(
              "the API server at %s knows no Node %s; --node-name (NODE_NAME) must be the pod's spec.nodeName"
                  .formatted(account.server(), name));
      default -> last.set("it answered " + status);
    }
    return Optional.empty();
  }

  private static NodeObject parse(String name, HttpURLConnection connection) throws IOException {
    String providerId = "";
    Map<String, String> labels = new HashMap<>();
    try (InputStream body = connection.getInputStream();
        JsonParser json = new JsonFactory().createParser(body)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.VALUE_STRING) {
          if (isAt(json, "/spec/providerID")) {
            providerId = json.getText();
          } else if (isIn(json, "/metadata/labels")) {
            labels.put(json.currentName(), json.getText());
          }
        }
      }
    }
    return new NodeObject(name, providerId, labels);
  }

  private static boolean isAt(JsonParser json, String path) {
    return json.getParsingContext().pathAsPointer().toString().equals(path);
  }

  private static boolean isIn(JsonParser json, String path) {
    return json.getParsingContext().getParent().pathAsPointer().toString().equals(path);
  }
}
