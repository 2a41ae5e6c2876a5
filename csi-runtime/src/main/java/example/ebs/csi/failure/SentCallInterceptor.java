package example.ebs.csi.failure;

import com.google.protobuf.Message;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Tells its listeners how each call that was sent ended. */
public final class SentCallInterceptor implements ClientInterceptor {
  private final List<CallEnd.Listener> listeners;

  public SentCallInterceptor(List<CallEnd.Listener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    long started = System.nanoTime();
    AtomicReference<Optional<Message>> request = new AtomicReference<>(Optional.empty());
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<A> answers, Metadata headers) {
        super.start(
            new SimpleForwardingClientCallListener<>(answers) {
              @Override
              public void onClose(Status status, Metadata trailers) {
                tell(method.getFullMethodName(), request.get(), status, started);
                super.onClose(status, trailers);
              }
            },
            headers);
      }

      @Override
      public void sendMessage(Q message) {
        if (message instanceof Message known) {
          request.set(Optional.of(known));
        }
        super.sendMessage(message);
      }
    };
  }

  /** Without a cause: what went wrong at the other side is logged there. */
  private void tell(String method, Optional<Message> request, Status status, long started) {
    CallEnd end = CallEnd.now(method, request, status, Optional.empty(), started);
    listeners.forEach(listener -> listener.ended(end));
  }
}
