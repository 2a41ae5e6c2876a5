package example.ebs.csi.server;

import example.ebs.csi.failure.CallEnd;
import example.ebs.csi.failure.CallEndInterceptor;
import example.ebs.csi.failure.FailureInterceptor;
import example.ebs.csi.request.SizeLimitInterceptor;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A gRPC server on a unix socket with a virtual thread per call.
 *
 * <p>Replaces a socket that a killed process left behind, and refuses one that is served. Every
 * call is checked for sizes, its failure becomes a status, and its end is told to the listeners.
 */
public final class UnixSocketServer implements AutoCloseable {
  private static final Duration DRAIN = Duration.ofSeconds(30);

  private final Server server;
  private final ExecutorService calls;
  private final EventLoopGroup events;

  private UnixSocketServer(Server server, ExecutorService calls, EventLoopGroup events) {
    this.server = server;
    this.calls = calls;
    this.events = events;
  }

  /**
   * Listens on the endpoint.
   *
   * @throws IllegalStateException when the socket is another process's, or not a socket
   * @throws UncheckedIOException when it cannot be made
   */
  public static UnixSocketServer start(
      Endpoint endpoint, List<BindableService> services, List<CallEnd.Listener> listeners) {
    Path socket = endpoint.socket();
    EventLoopGroup events = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    ExecutorService calls =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("rpc-", 0).factory());
    try {
      SocketFile.makeWay(socket);
      Server server = build(socket, services, listeners, calls, events).start();
      SocketFile.restrict(socket);
      return new UnixSocketServer(server, calls, events);
    } catch (IOException unable) {
      Future<?> _ = events.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw new UncheckedIOException("cannot listen on " + socket + ": " + reason(unable), unable);
    } catch (RuntimeException refused) {
      Future<?> _ = events.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw refused;
    }
  }

  private static Server build(
      Path socket,
      List<BindableService> services,
      List<CallEnd.Listener> listeners,
      ExecutorService calls,
      EventLoopGroup events) {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
            .channelType(NioServerDomainSocketChannel.class)
            .bossEventLoopGroup(events)
            .workerEventLoopGroup(events)
            .directExecutor();
    for (BindableService service : services) {
      // The last interceptor is the outermost.
      builder.addService(
          ServerInterceptors.intercept(
              service,
              new SizeLimitInterceptor(),
              new FailureInterceptor(),
              new CallEndInterceptor(listeners),
              new ThreadPerCall(calls)));
    }
    return builder.build();
  }

  /** gRPC wraps what the socket said in "Failed to bind". */
  private static String reason(IOException unable) {
    return String.valueOf(Optional.ofNullable(unable.getCause()).orElse(unable).getMessage());
  }

  /** Returns once the server has been closed, and all calls with it. */
  public void awaitClosed() {
    try {
      server.awaitTermination();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    var _ = ended(calls::awaitTermination);
  }

  /**
   * Takes no new calls and removes the socket at once, lets those under way end for up to 30 s, and
   * cancels the rest; not even an interrupt shortens that.
   */
  @Override
  public void close() {
    server.shutdown();
    if (!ended(server::awaitTermination)) {
      server.shutdownNow();
    }
    // To gRPC a call is over when its caller gives it up, though its thread may be mounting still.
    calls.shutdown();
    var _ = ended(calls::awaitTermination);
    Future<?> _ = events.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  /** Whether it came to its end in time. */
  private static boolean ended(Awaiting end) {
    long deadline = System.nanoTime() + DRAIN.toNanos();
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return end.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @FunctionalInterface
  private interface Awaiting {
    boolean await(long time, TimeUnit unit) throws InterruptedException;
  }
}
