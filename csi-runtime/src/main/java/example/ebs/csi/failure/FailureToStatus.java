package example.ebs.csi.failure;

import io.grpc.Metadata;
import io.grpc.Status;

/**
 * Turns a failure into the gRPC status that the CSI specification names for it; nothing else names
 * a status.
 */
public final class FailureToStatus {
  /**
   * Beside {@code RESOURCE_EXHAUSTED}: no other zone has room either. CSI has no word for it, and a
   * caller that does not know it loses nothing.
   */
  static final Metadata.Key<String> ACCOUNT_WIDE =
      Metadata.Key.of("ebs-account-wide", Metadata.ASCII_STRING_MARSHALLER);

  private FailureToStatus() {}

  /** The number of the gRPC status code, as Kubernetes keeps it in a VolumeAttachment. */
  public static int code(Failure failure) {
    return status(failure).getCode().value();
  }

  static Status status(Failure failure) {
    Status.Code code =
        switch (failure) {
          case Failure.InvalidRequest _ -> Status.Code.INVALID_ARGUMENT;
          case Failure.NotFound _ -> Status.Code.NOT_FOUND;
          case Failure.AlreadyExists _ -> Status.Code.ALREADY_EXISTS;
          case Failure.InUse _, Failure.PreconditionFailed _ -> Status.Code.FAILED_PRECONDITION;
          case Failure.LimitReached _, Failure.QuotaReached _ -> Status.Code.RESOURCE_EXHAUSTED;
          case Failure.OutOfRange _ -> Status.Code.OUT_OF_RANGE;
          case Failure.InProgress _ -> Status.Code.ABORTED;
          case Failure.TimedOut _ -> Status.Code.DEADLINE_EXCEEDED;
          case Failure.Unavailable _ -> Status.Code.UNAVAILABLE;
          case Failure.Denied _ -> Status.Code.PERMISSION_DENIED;
          case Failure.Unauthenticated _ -> Status.Code.UNAUTHENTICATED;
          case Failure.Internal _ -> Status.Code.INTERNAL;
        };
    // The cause stays here: it is for the log, and a status never carries it over the wire.
    return code.toStatus().withDescription(failure.getMessage()).withCause(failure);
  }

  static Metadata trailers(Failure failure) {
    Metadata trailers = new Metadata();
    if (failure instanceof Failure.QuotaReached) {
      trailers.put(ACCOUNT_WIDE, "true");
    }
    return trailers;
  }
}
