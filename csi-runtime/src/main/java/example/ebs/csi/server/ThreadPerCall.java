package example.ebs.csi.server;

import io.grpc.Context;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.concurrent.Executor;

/**
 * Has the service's method run on a thread of its own, and all that comes before it on the event
 * loop: reading a request takes less time than to wake a thread for it.
 *
 * <p>Stands outside of every interceptor that does more than note what passes. Serves unary calls,
 * whose method runs when the caller has sent all. That a caller has gone is told while the method
 * still runs.
 */
final class ThreadPerCall implements ServerInterceptor {
  private final Executor threads;

  ThreadPerCall(Executor threads) {
    this.threads = threads;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onHalfClose() {
        threads.execute(Context.current().wrap(() -> super.onHalfClose()));
      }
    };
  }
}
