package example.ebs.emulator;

import example.ebs.emulator.action.Region;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets things happen when they are due although nobody asks: one thread that waits. */
final class Ticker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

  /** A clock that is driven by a test may jump, so what is far off is looked at before. */
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private static final Duration IDLE = Duration.ofHours(1);

  private final Region region;
  private final InstantSource clock;
  private final Thread thread;
  private final Semaphore wakes = new Semaphore(0);
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
    wakes.release();
  }

  private void tick() {
    try {
      while (!ended) {
        wakes.drainPermits();
        Duration rest = settle().map(due -> Duration.between(clock.instant(), due)).orElse(IDLE);
        long most = rest.equals(IDLE) ? IDLE.toMillis() : LONGEST.toMillis();
        wakes.tryAcquire(Math.clamp(rest.toMillis(), 1, most), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
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
