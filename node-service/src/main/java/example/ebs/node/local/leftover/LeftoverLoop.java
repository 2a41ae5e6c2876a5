package example.ebs.node.local.leftover;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.time.Pause;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sweeps at once and then every minute, until it is closed. */
public final class LeftoverLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeftoverLoop.class);
  private static final Duration BETWEEN = Duration.ofMinutes(1);

  private final LeftoverSweep sweep;
  private final Pause pause;
  private final Thread thread;
  private String told = "";

  /** A loop that has not begun. */
  public LeftoverLoop(LeftoverSweep sweep, Pause pause) {
    this.sweep = sweep;
    this.pause = pause;
    this.thread = Thread.ofVirtual().name("leftovers").unstarted(this::work);
  }

  /** Returns at once. */
  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void work() {
    try {
      while (true) {
        sweep();
        pause.pause(BETWEEN);
      }
    } catch (Failure.Unavailable _) {
      LOG.debug("sweeps end: interrupted, because they are closed");
    }
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
    } catch (RuntimeException defect) {
      LOG.error("a defect in the search for leftovers", defect);
    }
  }
}
