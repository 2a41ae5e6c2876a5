package example.ebs.csi.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.time.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import javax.net.ssl.HttpsURLConnection;

/**
 * The API server of this pod's cluster, asked with plain requests: a Kubernetes client, with all
 * its classes, would stay in the memory of every node.
 *
 * <p>Each request reads the service account's token and certificate authority anew, because both
 * are replaced in its files; redirects are never followed, since nowhere else may the token go. May
 * be used by several threads.
 */
public final class ApiServer {
  private static final int CONNECT_MILLIS = 2_000;
  private static final Duration PATCH_LIMIT = Duration.ofSeconds(10);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNPROCESSABLE = 422;
  private static final int LONGEST_REASON = 500;
  private static final int LONGEST_REFUSAL = 64 * 1024;

  private final ServiceAccount account;
  private final Clock clock;
  private final Outage outage;

  public ApiServer(ServiceAccount account, Clock clock) {
    this.account = account;
    this.clock = clock;
    this.outage = new Outage(account.server());
  }

  /** Where it is. */
  public URI uri() {
    return account.server();
  }

  /**
   * Asks, and has the answer read.
   *
   * @throws Failure.Unavailable when it cannot be reached, is busy, or the answer breaks off
   * @throws Failure.PreconditionFailed when the service account may not ask this
   * @throws Failure.NotFound when there is no such object
   * @throws Failure.OutOfRange when a version was asked for that is no longer known
   */
  public <T> T get(Question question, AnswerReader<T> reader) {
    try {
      return exchange(question, reader);
    } catch (IOException broken) {
      throw unreachable(broken);
    }
  }

  private <T> T exchange(Question question, AnswerReader<T> reader) throws IOException {
    HttpURLConnection connection = open(question);
    Deadline deadline = Deadline.after(question.limit(), clock);
    try {
      int status = connection.getResponseCode();
      if (status != HttpURLConnection.HTTP_OK) {
        throw refused(status, question.path(), question.right(), "");
      }
      outage.over();
      try (InputStream body = new LimitedBody(connection.getInputStream(), deadline, clock)) {
        return reader.read(body);
      }
    } finally {
      connection.disconnect();
    }
  }

  private HttpURLConnection open(Question question) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) account.server().resolve(question.path()).toURL().openConnection();
    if (connection instanceof HttpsURLConnection https) {
      https.setSSLSocketFactory(account.trust().getSocketFactory());
    }
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(CONNECT_MILLIS);
    connection.setReadTimeout(Math.toIntExact(question.limit().toMillis()));
    connection.setRequestProperty("Authorization", account.token().header());
    connection.setRequestProperty("Accept", "application/json");
    return connection;
  }

  /**
   * Changes an object.
   *
   * <p>By the JDK's other client, because the one for questions cannot say PATCH. Its classes take
   * more than 4 MiB, so they are loaded only where something is ever changed.
   *
   * @throws Failure.InProgress when the object has changed, so that the patch does not fit
   * @throws Failure.NotFound when it does not exist any more
   * @throws Failure.PreconditionFailed when the service account may not change it so
   * @throws Failure.Unavailable when there is no answer; it may be changed all the same
   */
  public void patch(Patch patch) {
    HttpRequest request =
        HttpRequest.newBuilder(account.server().resolve(patch.path()))
            .method("PATCH", HttpRequest.BodyPublishers.ofString(patch.body()))
            .timeout(PATCH_LIMIT)
            .header("Authorization", account.token().header())
            .header("Content-Type", patch.type())
            .build();
    HttpResponse<String> answer = send(request);
    if (answer.statusCode() != HttpURLConnection.HTTP_OK) {
      throw refused(answer.statusCode(), patch.path(), patch.right(), reason(answer.body()));
    }
    outage.over();
  }

  private HttpResponse<String> send(HttpRequest request) {
    try (HttpClient client = client()) {
      try {
        return client.send(request, ApiServer::reason);
      } finally {
        client.shutdownNow();
      }
    } catch (IOException broken) {
      throw unreachable(broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Failure.Unavailable("stopped while waiting for the API server", interrupted);
    }
  }

  /** A patched object comes back whole, and nobody reads it; a refusal is a few words. */
  private static HttpResponse.BodySubscriber<String> reason(HttpResponse.ResponseInfo answer) {
    return answer.statusCode() == HttpURLConnection.HTTP_OK
        ? HttpResponse.BodySubscribers.replacing("")
        : HttpResponse.BodySubscribers.limiting(
            HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8), LONGEST_REFUSAL);
  }

  private HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(Duration.ofMillis(CONNECT_MILLIS))
        .executor(Executors.newVirtualThreadPerTaskExecutor())
        .sslContext(account.trust())
        .build();
  }

  private Failure unreachable(IOException broken) {
    String reason = reason(broken);
    // Whoever is closed breaks off its own request.
    if (!Thread.currentThread().isInterrupted()) {
      outage.noticed(reason);
    }
    return new Failure.Unavailable(
        "the API server at %s did not answer: %s".formatted(account.server(), reason), broken);
  }

  private static String reason(IOException broken) {
    String message =
        broken instanceof JsonProcessingException malformed
            ? malformed.getOriginalMessage()
            : broken.getMessage();
    return Optional.ofNullable(message).orElse(broken.getClass().getSimpleName());
  }

  /** The beginning of what it said; a proxy may answer with a page. */
  private static String reason(String body) {
    return body.isEmpty() ? "" : ": " + body.substring(0, Math.min(LONGEST_REASON, body.length()));
  }

  private Failure refused(int status, String path, String right, String reason) {
    String said =
        "the API server at %s answered %d to %s".formatted(account.server(), status, path);
    if (status >= HttpURLConnection.HTTP_INTERNAL_ERROR || status == TOO_MANY_REQUESTS) {
      outage.noticed("it answered " + status);
      return new Failure.Unavailable(said + reason);
    }
    outage.over();
    return switch (status) {
      case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
          new Failure.PreconditionFailed(
              said + ": the pod's service account needs the right to " + right + reason);
      case HttpURLConnection.HTTP_NOT_FOUND -> new Failure.NotFound(said);
      case HttpURLConnection.HTTP_GONE -> new Failure.OutOfRange(said);
      case HttpURLConnection.HTTP_CONFLICT, UNPROCESSABLE -> new Failure.InProgress(said + reason);
      default -> new Failure.PreconditionFailed(said + reason);
    };
  }
}
