package example.ebs.csi.server;

import example.ebs.csi.failure.CallEnd;
import example.ebs.csi.failure.CallEndInterceptor;
import example.ebs.csi.failure.FailureInterceptor;
import example.ebs.csi.request.SizeLimitInterceptor;
import example.ebs.csi.work.VolumeCalls;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A gRPC server on a unix socket with a thread per call: a virtual one, or, where {@link
 * WorksOnVolumes} says so, one that may hang.
 *
 * <p>Replaces a socket that a killed process left behind, and refuses one that is served. Every
 * call is checked for sizes, its failure becomes a status, and its end is told to the listeners.
 */
public final class UnixSocketServer implements AutoCloseable {
  /** Within the half minute that Kubernetes gives a process to end. */
  private static final Duration DRAIN = Duration.ofSeconds(25);

  /**
   * More than the sizes that CSI allows add up to in any request, and what is longer is refused
   * before it is held. Whoever may write a pod writes up to a MiB and a half into its volumes'
   * attributes, and a node's heap has no room for a few dozen of those.
   */
  private static final int LONGEST_REQUEST = 64 * 1024;

  private final Path socket;
  private final List<ServerServiceDefinition> services;
  private final CallThreads threads;
  private final EventLoopGroup events =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final CountDownLatch closed = new CountDownLatch(1);
  private Optional<Server> server = Optional.empty();
  private Optional<Object> file = Optional.empty();
  private boolean closing;

  private UnixSocketServer(
      Path socket, List<ServerServiceDefinition> services, CallThreads threads) {
    this.socket = socket;
    this.services = services;
    this.threads = threads;
  }

  /**
   * Listens on the endpoint.
   *
   * @throws IllegalStateException when the socket is another process's, or not a socket
   * @throws UncheckedIOException when it cannot be made
   */
  public static UnixSocketServer start(
      Endpoint endpoint, List<BindableService> services, List<CallEnd.Listener> listeners) {
    CallThreads threads = new CallThreads();
    List<ServerServiceDefinition> intercepted =
        services.stream().map(service -> intercepted(service, listeners, threads)).toList();
    UnixSocketServer starting = new UnixSocketServer(endpoint.socket(), intercepted, threads);
    try {
      starting.listen();
    } catch (RuntimeException unable) {
      Future<?> _ = starting.events.shutdownGracefully(0, 0, TimeUnit.SECONDS);
      throw unable;
    }
    threads.serve(services);
    return starting;
  }

  private static ServerServiceDefinition intercepted(
      BindableService service, List<CallEnd.Listener> listeners, CallThreads threads) {
    // The last interceptor is the outermost.
    return ServerInterceptors.intercept(
        service,
        new SizeLimitInterceptor(),
        new FailureInterceptor(),
        threads.of(service),
        new CallEndInterceptor(listeners));
  }

  /** Where it listens. */
  public Path socket() {
    return socket;
  }

  /** Those calls for volumes that are under way. */
  public VolumeCalls volumeCalls() {
    return threads.volumes();
  }

  /**
   * Whether who connects to its path reaches it: somebody may have removed or replaced the file.
   */
  public synchronized boolean isReachable() {
    return closing || SocketFile.identity(socket).equals(file);
  }

  /**
   * Listens on its path, whatever became of the file there; calls under way go on. Does nothing
   * once it is closed.
   *
   * @throws IllegalStateException when the socket is another process's, or not a socket
   * @throws UncheckedIOException when it cannot be made
   */
  public synchronized void listen() {
    if (closing) {
      return;
    }
    try {
      SocketFile.makeWay(socket);
      server.ifPresent(Server::shutdown);
      Path beside = SocketFile.beside(socket);
      server = Optional.of(build(beside).start());
      SocketFile.restrict(beside);
      file = SocketFile.identity(beside);
      SocketFile.show(beside, socket);
    } catch (IOException unable) {
      throw new UncheckedIOException("cannot listen on " + socket + ": " + reason(unable), unable);
    }
  }

  private Server build(Path at) {
    return NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(at))
        .channelType(NioServerDomainSocketChannel.class)
        .bossEventLoopGroup(events)
        .workerEventLoopGroup(events)
        .directExecutor()
        .maxInboundMessageSize(LONGEST_REQUEST)
        .addServices(services)
        .build();
  }

  /** gRPC wraps what the socket said in "Failed to bind". */
  private static String reason(IOException unable) {
    return String.valueOf(Optional.ofNullable(unable.getCause()).orElse(unable).getMessage());
  }

  /** Returns once the server has been closed, and all calls with it but those that hang. */
  public void awaitClosed() {
    try {
      closed.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Takes no new calls and removes its socket at once, though not one that another process has put
   * in its place, lets those under way end for up to 25 s, and cancels the rest; not even an
   * interrupt shortens that. What hangs in the kernel is told.
   */
  @Override
  public void close() {
    Patience patience = new Patience(DRAIN);
    Optional<Server> last = end();
    last.ifPresent(
        ending -> {
          if (!patience.sees(ending::awaitTermination)) {
            ending.shutdownNow();
          }
        });
    // To gRPC a call is over when its caller gives it up, though its thread may be mounting still.
    threads.awaitEnd(patience);
    Future<?> _ = events.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    closed.countDown();
  }

  private synchronized Optional<Server> end() {
    closing = true;
    SocketFile.remove(socket, file);
    server.ifPresent(Server::shutdown);
    return server;
  }
}
