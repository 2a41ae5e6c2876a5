package example.ebs.node.local;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.time.Pause;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends removals that were begun before, at once and then every minute, until it is closed. */
public final class RemovalLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RemovalLoop.class);
  private static final Duration BETWEEN = Duration.ofMinutes(1);

  private final LocalVolumes volumes;
  private final Pause pause;
  private final Thread thread;
  private List<String> told = List.of();

  /** A loop that has not begun. */
  public RemovalLoop(LocalVolumes volumes, Pause pause) {
    this.volumes = volumes;
    this.pause = pause;
    this.thread = Thread.ofVirtual().name("removals").unstarted(this::work);
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
        finish();
        pause.pause(BETWEEN);
      }
    } catch (Failure.Unavailable _) {
      LOG.debug("removals end: interrupted, because they are closed");
    }
  }

  private void finish() {
    try {
      List<String> left = volumes.finishRemovals();
      left.stream()
          .filter(reason -> !told.contains(reason))
          .forEach(reason -> LOG.warn("what was to be removed is there still: {}", reason));
      told = left;
    } catch (RuntimeException defect) {
      LOG.error("a defect in the removal of what was left", defect);
    }
  }
}
