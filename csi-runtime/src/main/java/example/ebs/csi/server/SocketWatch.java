package example.ebs.csi.server;

import example.ebs.csi.health.Readiness;
import example.ebs.csi.time.Pause;
import example.ebs.csi.time.PeriodicWork;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a server's socket back that somebody has removed or replaced, and says what hinders it: a
 * process that listens where nobody can connect does not live.
 */
public final class SocketWatch implements Readiness, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SocketWatch.class);
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final List<UnixSocketServer> servers;
  private final PeriodicWork watch;
  private volatile Optional<String> obstacle = Optional.empty();

  /**
   * A watch that has not begun.
   *
   * @param pause between looks
   */
  public SocketWatch(List<UnixSocketServer> servers, Pause pause) {
    this.servers = List.copyOf(servers);
    this.watch = new PeriodicWork("looks at sockets", LOOK, this::look, pause);
  }

  /** Returns at once. */
  public void start() {
    watch.start();
  }

  @Override
  public Optional<String> obstacle() {
    return obstacle;
  }

  @Override
  public void close() {
    watch.close();
  }

  private void look() {
    Optional<String> found =
        servers.stream().flatMap(server -> restored(server).stream()).findFirst();
    if (found.isPresent() && !found.equals(obstacle)) {
      LOG.error("{}; trying again until it can", found.get());
    }
    obstacle = found;
  }

  /** Why the server cannot be reached, if it still cannot. */
  private static Optional<String> restored(UnixSocketServer server) {
    if (server.isReachable()) {
      return Optional.empty();
    }
    try {
      server.listen();
      LOG.warn("the socket {} had been removed or replaced, and was put back", server.socket());
      return Optional.empty();
    } catch (IllegalStateException | UncheckedIOException unable) {
      return Optional.of(
          "nobody can connect to the socket %s: %s"
              .formatted(server.socket(), unable.getMessage()));
    }
  }
}
