package example.ebs.provisioner.cluster;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.time.Backoff;
import example.ebs.csi.time.Deadline;
import example.ebs.csi.time.Look;
import example.ebs.csi.time.Waiting;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * What the API server is asked at the start, when it may not be there yet: each attempt ends soon,
 * so that whoever waits can be told why.
 */
public final class FirstAnswer {
  private static final Duration ATTEMPT = Duration.ofSeconds(3);
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(250), 2, Duration.ofSeconds(5));
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  private FirstAnswer() {}

  /**
   * Returns it; an API server that does not answer, or is not well, is asked again.
   *
   * @throws Failure.TimedOut when it does not answer in time, with what was seen last
   * @throws IllegalStateException when it refuses, or when what was asked for is not there
   */
  public static <T> T of(
      KubernetesClient client,
      Waiting waiting,
      Duration longest,
      Function<KubernetesClient, T> question) {
    KubernetesClient once = withoutRetries(client);
    return waiting.untilFound(
        "the Kubernetes API at %s to answer".formatted(client.getMasterUrl()),
        Deadline.after(longest, waiting.clock()),
        BACKOFF,
        () -> look(once, question));
  }

  /** The client would try again by itself, and say nothing meanwhile. It needs no closing. */
  private static KubernetesClient withoutRetries(KubernetesClient client) {
    return client
        .newClient(
            new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestRetryBackoffLimit(0)
                .build())
        .adapt(KubernetesClient.class);
  }

  private static <T> Look<T> look(KubernetesClient client, Function<KubernetesClient, T> question) {
    CompletableFuture<T> answer =
        CompletableFuture.supplyAsync(
            () -> question.apply(client), task -> Thread.ofVirtual().start(task));
    try {
      return new Look.Found<>(answer.get(ATTEMPT.toSeconds(), TimeUnit.SECONDS));
    } catch (TimeoutException _) {
      return new Look.NotYet<>("no answer within %d s".formatted(ATTEMPT.toSeconds()));
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof KubernetesClientException unanswered
          && mayPass(unanswered)) {
        return new Look.NotYet<>(Reason.of(unanswered));
      }
      throw new IllegalStateException(
          "the Kubernetes API at %s refused: %s"
              .formatted(client.getMasterUrl(), Reason.of(failed)),
          failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Failure.Unavailable("stopped while waiting; ask again", interrupted);
    }
  }

  /** Whether nobody answered, or a server that is starting or has too much to do. */
  private static boolean mayPass(KubernetesClientException failed) {
    int code = failed.getCode();
    return code < 400 || code == TOO_MANY_REQUESTS || code >= SERVER_ERROR;
  }
}
