package example.ebs.emulator;

import example.ebs.emulator.action.Region;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets things happen when they are due although nobody asks: one thread that waits. */
final class Ticker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

  /** A clock that is driven by a test may jump, so what is far off is looked at before. */
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final Region region;
  private final InstantSource clock;
  private final Thread thread;
  private volatile boolean ended;

  private Ticker(Region region, InstantSource clock) {
    this.region = region;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("emulator-ticker").unstarted(this::tick);
  }

  static Ticker start(Region region, InstantSource clock) {
    Ticker ticker = new Ticker(region, clock);
    ticker.thread.start();
    return ticker;
  }

  /** Looks again at what is due next. */
  void wake() {
    LockSupport.unpark(thread);
  }

  private void tick() {
    while (!ended) {
      Optional<Instant> due = settle();
      if (due.isEmpty()) {
        LockSupport.park(this);
      } else {
        Duration rest = Duration.between(clock.instant(), due.get());
        LockSupport.parkNanos(this, Math.clamp(rest.toNanos(), 1_000_000, LONGEST.toNanos()));
      }
    }
  }

  private Optional<Instant> settle() {
    try {
      region.settle();
      return region.nextDue();
    } catch (IOException | RuntimeException e) {
      LOG.error("what was due could not be done, trying again: {}", e.toString());
      return Optional.of(clock.instant().plus(LONGEST));
    }
  }

  /** Returns when nothing more will happen by itself. */
  @Override
  public void close() {
    ended = true;
    wake();
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
