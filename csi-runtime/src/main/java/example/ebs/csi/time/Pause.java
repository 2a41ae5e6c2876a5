package example.ebs.csi.time;

import example.ebs.csi.failure.Failure;
import java.time.Duration;

/** Waiting as a seam: production sleeps, a test moves its clock. */
@FunctionalInterface
public interface Pause {
  /**
   * Returns after that long.
   *
   * @throws Failure.Unavailable when the process is stopping
   */
  void pause(Duration length);

  /** Sleeps for real; cheap on a virtual thread. */
  static Pause sleeping() {
    return length -> {
      try {
        Thread.sleep(length);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new Failure.Unavailable("stopped while waiting; ask again", interrupted);
      }
    };
  }
}
