package example.ebs.csi.failure;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/**
 * Throws in, status out: a service method throws a {@link Failure} and the caller gets its status.
 *
 * <p>What is not a {@link Failure} is a defect: the caller gets {@code INTERNAL} with the
 * exception's kind, and the stack trace goes to the log with the status as its cause. Serves unary
 * calls, which is all that CSI has so far.
 */
public final class FailureInterceptor implements ServerInterceptor {
  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onHalfClose() {
        try {
          super.onHalfClose();
        } catch (Failure failure) {
          call.close(FailureToStatus.status(failure), FailureToStatus.trailers(failure));
        } catch (StatusRuntimeException cancelled) {
          // The caller went away: gRPC says so when the reply is written. The work itself is done.
          close(cancelled.getStatus());
        } catch (RuntimeException | Error defect) {
          close(
              Status.INTERNAL
                  .withDescription(
                      "unexpected " + defect.getClass().getSimpleName() + "; the log has its trace")
                  .withCause(defect));
        }
      }

      private void close(Status status) {
        call.close(status, new Metadata());
      }
    };
  }
}
