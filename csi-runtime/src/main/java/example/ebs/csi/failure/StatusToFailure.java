package example.ebs.csi.failure;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Turns the status of a call to a CSI driver, this one or any other, back into a failure.
 *
 * <p>What a status leaves open is read as the safe meaning: {@code CANCELLED} and a broken
 * connection say nothing of what the driver did, so something may be under way.
 */
public final class StatusToFailure {
  private StatusToFailure() {}

  /**
   * Makes the call.
   *
   * @throws Failure when it ends with any status but OK
   */
  public static <T> T calling(Supplier<T> call) {
    try {
      return call.get();
    } catch (StatusRuntimeException ended) {
      throw failure(ended);
    }
  }

  private static Failure failure(StatusRuntimeException ended) {
    Status status = ended.getStatus();
    String said = said(status);
    return switch (status.getCode()) {
      case INVALID_ARGUMENT -> new Failure.InvalidRequest(said, ended);
      case NOT_FOUND -> new Failure.NotFound(said, ended);
      case ALREADY_EXISTS -> new Failure.AlreadyExists(said, ended);
      case FAILED_PRECONDITION -> new Failure.PreconditionFailed(said, ended);
      case UNIMPLEMENTED ->
          new Failure.PreconditionFailed("the driver does not offer this call: " + said, ended);
      case RESOURCE_EXHAUSTED -> exhausted(said, ended);
      case OUT_OF_RANGE -> new Failure.OutOfRange(said, ended);
      case ABORTED -> new Failure.InProgress(said, ended);
      case DEADLINE_EXCEEDED -> new Failure.TimedOut(said, ended);
      case UNAVAILABLE, CANCELLED -> new Failure.Unavailable(said, ended);
      case PERMISSION_DENIED -> new Failure.Denied(said, ended);
      case UNAUTHENTICATED -> new Failure.Unauthenticated(said, ended);
      case INTERNAL, UNKNOWN, DATA_LOSS, OK -> new Failure.Internal(said, ended);
    };
  }

  /** Of a connection that fails, the description says only that it did; the cause says why. */
  private static String said(Status status) {
    String description =
        Optional.ofNullable(status.getDescription()).orElse(status.getCode().name());
    return Optional.ofNullable(status.getCause())
        .filter(IOException.class::isInstance)
        .flatMap(cause -> Optional.ofNullable(cause.getMessage()))
        .map(cause -> description + ": " + cause)
        .orElse(description);
  }

  private static Failure exhausted(String said, StatusRuntimeException ended) {
    boolean everywhere =
        Optional.ofNullable(ended.getTrailers())
            .map((Metadata trailers) -> trailers.containsKey(FailureToStatus.ACCOUNT_WIDE))
            .orElse(false);
    return everywhere
        ? new Failure.QuotaReached(said, ended)
        : new Failure.LimitReached(said, ended);
  }
}
