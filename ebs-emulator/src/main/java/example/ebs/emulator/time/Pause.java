package example.ebs.emulator.time;

import java.time.Duration;

/** Waiting, as a seam. */
@FunctionalInterface
public interface Pause {
  void forAsLongAs(Duration duration) throws InterruptedException;
}
