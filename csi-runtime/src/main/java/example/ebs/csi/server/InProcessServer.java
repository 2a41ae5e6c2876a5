package example.ebs.csi.server;

import example.ebs.csi.failure.CallEnd;
import example.ebs.csi.failure.CallEndInterceptor;
import example.ebs.csi.failure.FailureInterceptor;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A CSI service for callers in the same JVM: the same calls, statuses, log lines and deadlines as
 * over a socket, without the bytes.
 *
 * <p>A call runs on its caller's thread, so callers should have threads that may block.
 */
public final class InProcessServer implements AutoCloseable {
  private final Server server;
  private final ManagedChannel channel;

  private InProcessServer(Server server, ManagedChannel channel) {
    this.server = server;
    this.channel = channel;
  }

  public static InProcessServer start(
      List<BindableService> services, List<CallEnd.Listener> listeners) {
    String name = InProcessServerBuilder.generateName();
    InProcessServerBuilder builder = InProcessServerBuilder.forName(name).directExecutor();
    for (BindableService service : services) {
      // The last interceptor is the outermost.
      builder.addService(
          ServerInterceptors.intercept(
              service, new FailureInterceptor(), new CallEndInterceptor(listeners)));
    }
    try {
      Server server = builder.build().start();
      return new InProcessServer(
          server, InProcessChannelBuilder.forName(name).directExecutor().build());
    } catch (IOException unable) {
      throw new UncheckedIOException("cannot serve in process", unable);
    }
  }

  /** For the generated stubs; safe for many threads. */
  public ManagedChannel channel() {
    return channel;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }
}
