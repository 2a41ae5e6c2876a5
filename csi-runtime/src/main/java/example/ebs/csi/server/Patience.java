package example.ebs.csi.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How long several ends are waited for, all together; not even an interrupt shortens that. */
final class Patience {
  private final long deadline;

  Patience(Duration length) {
    deadline = System.nanoTime() + length.toNanos();
  }

  /** Whether it came to its end in time. */
  boolean sees(Awaiting end) {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return end.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits, at most so long. */
  @FunctionalInterface
  interface Awaiting {
    boolean await(long time, TimeUnit unit) throws InterruptedException;
  }
}
