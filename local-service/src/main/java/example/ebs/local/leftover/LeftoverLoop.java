package example.ebs.local.leftover;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.time.Pause;
import example.ebs.csi.time.PeriodicWork;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sweeps at once and then every minute, until it is closed. */
public final class LeftoverLoop implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final Logger LOG = LoggerFactory.getLogger(LeftoverLoop.class);

  private final LeftoverSweep sweep;
  private final PeriodicWork loop;
  private String told = "";

  /** A loop that has not begun. */
  public LeftoverLoop(LeftoverSweep sweep, Pause pause) {
    this.sweep = sweep;
    this.loop = new PeriodicWork("sweeps of leftovers", PERIOD, this::sweep, pause);
  }

  /** Returns at once. */
  public void start() {
    loop.start();
  }

  @Override
  public void close() {
    loop.close();
  }

  private void sweep() {
    try {
      sweep.sweep();
      told = "";
    } catch (Failure.Unavailable unanswered) {
      // The API server's own log line says so.
      LOG.debug("leftovers are kept: {}", unanswered.getMessage());
    } catch (Failure refused) {
      if (!told.equals(refused.getMessage())) {
        told = refused.getMessage();
        LOG.error("leftovers are kept, because nobody says whose they are: {}", told);
      }
    }
  }
}
