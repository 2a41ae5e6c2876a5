package example.ebs.csi.failure;

import io.grpc.Status;

/**
 * Turns a failure into the gRPC status that the CSI specification names for it; nothing else names
 * a status.
 */
final class FailureToStatus {
  private FailureToStatus() {}

  static Status status(Failure failure) {
    Status.Code code =
        switch (failure) {
          case Failure.InvalidRequest _ -> Status.Code.INVALID_ARGUMENT;
          case Failure.NotFound _ -> Status.Code.NOT_FOUND;
          case Failure.AlreadyExists _ -> Status.Code.ALREADY_EXISTS;
          case Failure.InUse _, Failure.PreconditionFailed _ -> Status.Code.FAILED_PRECONDITION;
          case Failure.LimitReached _ -> Status.Code.RESOURCE_EXHAUSTED;
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
}
