package example.ebs.local;

import example.ebs.csi.time.Pause;
import example.ebs.csi.time.PeriodicWork;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends removals that were begun before, at once and then every minute, until it is closed. */
public final class RemovalLoop implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final Logger LOG = LoggerFactory.getLogger(RemovalLoop.class);

  private final LocalVolumes volumes;
  private final PeriodicWork loop;
  private List<String> told = List.of();

  /** A loop that has not begun. */
  public RemovalLoop(LocalVolumes volumes, Pause pause) {
    this.volumes = volumes;
    this.loop = new PeriodicWork("removals", PERIOD, this::finish, pause);
  }

  /** Returns at once. */
  public void start() {
    loop.start();
  }

  @Override
  public void close() {
    loop.close();
  }

  private void finish() {
    List<String> left = volumes.finishRemovals();
    left.stream()
        .filter(reason -> !told.contains(reason))
        .forEach(reason -> LOG.warn("what was to be removed is there still: {}", reason));
    told = left;
  }
}
