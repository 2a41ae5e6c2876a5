package example.ebs.csi.failure;

import com.google.protobuf.Message;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Tells its listeners how each RPC ended; stands outside of everything that could still change the
 * status.
 */
public final class CallEndInterceptor implements ServerInterceptor {
  private final List<CallEnd.Listener> listeners;

  public CallEndInterceptor(List<CallEnd.Listener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    long started = System.nanoTime();
    AtomicReference<Optional<Message>> request = new AtomicReference<>(Optional.empty());
    ServerCall<Q, A> told =
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            // Told before the reply goes out, so that whoever has the reply can find its log line.
            tell(call.getMethodDescriptor().getFullMethodName(), request.get(), status, started);
            super.close(status, trailers);
          }
        };
    return new SimpleForwardingServerCallListener<>(next.startCall(told, headers)) {
      @Override
      public void onMessage(Q message) {
        if (message instanceof Message known) {
          request.set(Optional.of(known));
        }
        super.onMessage(message);
      }
    };
  }

  private void tell(String method, Optional<Message> request, Status status, long started) {
    CallEnd end =
        CallEnd.now(method, request, status, Optional.ofNullable(status.getCause()), started);
    listeners.forEach(listener -> listener.ended(end));
  }
}
