package example.ebs.csi.registration;

import example.ebs.csi.health.Readiness;
import example.ebs.csi.server.CallLog;
import example.ebs.csi.server.UnixSocketServer;
import example.ebs.csi.time.Backoff;
import example.ebs.csi.time.Pause;
import example.ebs.csi.time.PeriodicWork;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a driver registered with the kubelet of its machine, until it is closed.
 *
 * <p>The kubelet looks for sockets in its folder, when it starts and when one appears. So the
 * socket is put back when somebody has removed it; and as a kubelet that has refused a driver does
 * not ask again by itself, the socket is then removed and made anew, after ever longer waits.
 * Meanwhile the driver keeps serving: what is mounted does not depend on it. A folder that does not
 * exist yet, or a socket of another process, is waited for in the same way.
 */
public final class KubeletRegistration implements Readiness, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KubeletRegistration.class);

  /** How long a kubelet may not know a driver whose socket was removed. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private static final Backoff AFTER_REFUSAL =
      new Backoff(Duration.ofSeconds(1), 2, Duration.ofMinutes(1));

  private final Registration registration;
  private final Pause pause;
  private final PeriodicWork watch;
  private volatile KubeletAnswer answer = new KubeletAnswer.Awaited();
  private volatile Optional<String> obstacle = Optional.empty();
  private Optional<UnixSocketServer> server = Optional.empty();
  private int refusals;
  private boolean closed;

  /**
   * A registration that has not begun.
   *
   * @param pause between looks at the socket
   */
  public KubeletRegistration(Registration registration, Pause pause) {
    this.registration = registration;
    this.pause = pause;
    this.watch = new PeriodicWork("looks at the registration", LOOK, this::look, pause);
  }

  /** Offers the driver, which must be served by now, to the kubelet; returns at once. */
  public void start() {
    offer();
    watch.start();
  }

  @Override
  public Optional<String> obstacle() {
    return switch (answer) {
      case KubeletAnswer.Confirmed _ -> Optional.empty();
      case KubeletAnswer.Refused refused ->
          Optional.of(
              "the kubelet refuses the driver %s: %s"
                  .formatted(registration.driver().name(), refused.reason()));
      case KubeletAnswer.Awaited _ -> Optional.of(awaited());
    };
  }

  private String awaited() {
    return obstacle.orElseGet(
        () ->
            "the kubelet has not confirmed the driver %s yet; it should ask on %s"
                .formatted(registration.driver().name(), socket()));
  }

  /** Removes the socket, so that the kubelet no longer calls the driver. */
  @Override
  public void close() {
    watch.close();
    synchronized (this) {
      closed = true;
      withdraw();
    }
  }

  /** Does what the last answer, or the want of a socket, asks for. */
  private void look() {
    switch (answer) {
      case KubeletAnswer.Refused _ -> {
        pause.pause(AFTER_REFUSAL.delay(refusals));
        refusals++;
        offer();
      }
      case KubeletAnswer.Confirmed _ -> {
        refusals = 0;
        offerIfMissing();
      }
      case KubeletAnswer.Awaited _ -> offerIfMissing();
    }
  }

  private void offerIfMissing() {
    if (obstacle.isPresent() || !isReachable()) {
      offer();
    }
  }

  private synchronized boolean isReachable() {
    return server.stream().anyMatch(UnixSocketServer::isReachable);
  }

  private synchronized void offer() {
    if (closed) {
      return;
    }
    withdraw();
    answer = new KubeletAnswer.Awaited();
    try {
      server =
          Optional.of(
              UnixSocketServer.start(
                  registration.socket(),
                  List.of(new RegistrationGrpcService(registration, this::answered)),
                  List.of(new CallLog())));
      obstacle = Optional.empty();
      LOG.atInfo().addKeyValue("socket", socket()).log("offered to the kubelet");
    } catch (IllegalStateException | UncheckedIOException unable) {
      hindered("cannot register with the kubelet: " + unable.getMessage());
    }
  }

  /** Looked at again and again, so it is logged only once. */
  private void hindered(String reason) {
    if (!obstacle.equals(Optional.of(reason))) {
      LOG.warn("{}; trying again until it can", reason);
    }
    obstacle = Optional.of(reason);
  }

  private void withdraw() {
    // The socket's file goes with its server.
    server.ifPresent(UnixSocketServer::close);
    server = Optional.empty();
  }

  /** On the thread of the kubelet's call, which closing the server waits for: so without a lock. */
  private void answered(KubeletAnswer said) {
    answer = said;
    String driver = registration.driver().name();
    switch (said) {
      case KubeletAnswer.Confirmed _ ->
          LOG.atInfo().addKeyValue("driver", driver).log("registered with the kubelet");
      case KubeletAnswer.Refused refused ->
          LOG.atError()
              .addKeyValue("driver", driver)
              .log("the kubelet refused the driver; registering again: " + refused.reason());
      case KubeletAnswer.Awaited _ -> {}
    }
  }

  private Path socket() {
    return registration.socket().socket();
  }
}
