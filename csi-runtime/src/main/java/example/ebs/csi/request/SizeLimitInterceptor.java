package example.ebs.csi.request;

import com.google.protobuf.Message;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.concurrent.atomic.AtomicReference;

/** Refuses a request with a field longer than CSI allows, before the service sees it. */
public final class SizeLimitInterceptor implements ServerInterceptor {
  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    AtomicReference<Runnable> check = new AtomicReference<>(() -> {});
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onMessage(Q message) {
        if (message instanceof Message known) {
          check.set(() -> SizeLimits.check(known));
        }
        super.onMessage(message);
      }

      // A unary service method runs at half close, and there its failures are caught: so are these.
      @Override
      public void onHalfClose() {
        check.get().run();
        super.onHalfClose();
      }
    };
  }
}
