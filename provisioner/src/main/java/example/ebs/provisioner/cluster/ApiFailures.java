package example.ebs.provisioner.cluster;

import example.ebs.csi.failure.Failure;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Optional;

/** What a refusal of the Kubernetes API, or its silence, is to those who wait for the work. */
public final class ApiFailures {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int NO_ANSWER = 0;

  private ApiFailures() {}

  /**
   * The failure.
   *
   * @param what could not be done, such as "Secret vault/key cannot be read"
   */
  public static Failure of(String what, KubernetesClientException refused) {
    String message = what + ": " + reason(refused);
    int code = refused.getCode();
    return switch (code) {
      case HttpURLConnection.HTTP_UNAUTHORIZED -> new Failure.Unauthenticated(message, refused);
      case HttpURLConnection.HTTP_FORBIDDEN -> new Failure.Denied(message, refused);
      case HttpURLConnection.HTTP_NOT_FOUND -> new Failure.NotFound(message, refused);
      case NO_ANSWER, HttpURLConnection.HTTP_CONFLICT, TOO_MANY_REQUESTS ->
          new Failure.Unavailable(message, refused);
      default ->
          code >= HttpURLConnection.HTTP_INTERNAL_ERROR
              ? new Failure.Unavailable(message, refused)
              : new Failure.Internal(message, refused);
    };
  }

  /** The server's own words where there are any; the client's repeat address and status. */
  private static String reason(KubernetesClientException refused) {
    return Optional.ofNullable(refused.getStatus())
        .map(Status::getMessage)
        .or(() -> Optional.ofNullable(refused.getCause()).map(Throwable::getMessage))
        .or(() -> Optional.ofNullable(refused.getMessage()))
        .orElse("no reason was given");
  }
}
