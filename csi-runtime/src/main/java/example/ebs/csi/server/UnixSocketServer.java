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
  private final EventLoopGroup events;

  private UnixSocketServer(Server server, EventLoopGroup events) {
    this.server = server;
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
    try {
      SocketFile.makeWay(socket);
      Server server = build(socket, services, listeners, events).start();
      SocketFile.restrict(socket);
      return new UnixSocketServer(server, events);
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
      EventLoopGroup events) {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
            .channelType(NioServerDomainSocketChannel.class)
            .bossEventLoopGroup(events)
            .workerEventLoopGroup(events)
            .executor(
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("rpc-", 0).factory()));
    for (BindableService service : services) {
      // The last interceptor is the outermost.
      builder.addService(
          ServerInterceptors.intercept(
              service,
              new SizeLimitInterceptor(),
              new FailureInterceptor(),
              new CallEndInterceptor(listeners)));
    }
    return builder.build();
  }

  /** gRPC wraps what the socket said in "Failed to bind". */
  private static String reason(IOException unable) {
    return String.valueOf(Optional.ofNullable(unable.getCause()).orElse(unable).getMessage());
  }

  /** Returns once the server has been closed. */
  public void awaitClosed() {
    try {
      server.awaitTermination();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Takes no new calls, lets those under way end for up to 30 s, cancels the rest, removes the
   * socket.
   */
  @Override
  public void close() {
    server.shutdown();
    try {
      if (!server.awaitTermination(DRAIN.toSeconds(), TimeUnit.SECONDS)) {
        server.shutdownNow().awaitTermination(1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException interrupted) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    Future<?> _ = events.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
