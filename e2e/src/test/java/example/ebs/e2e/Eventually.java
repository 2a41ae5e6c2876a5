package example.ebs.e2e;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Waits for what a cluster does in its own time. Each wait has a limit and says what it was for.
 */
final class Eventually {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private Eventually() {}

  /**
   * Looks again and again until something is there, and returns it.
   *
   * @param what is waited for, as it completes "waited 30 s for …"
   */
  static <T> T present(String what, Duration atMost, Supplier<Optional<T>> look) {
    return matches(what, atMost, look, Optional::isPresent).orElseThrow();
  }

  /**
   * Looks again and again until what is seen is as wanted, and returns it. A look that fails is no
   * end: a server that is busy refuses one request and answers the next.
   *
   * @throws AssertionError at the limit, with what was seen last
   */
  static <T> T matches(String what, Duration atMost, Supplier<T> look, Predicate<T> wanted) {
    Instant end = Instant.now().plus(atMost);
    while (true) {
      AssertionError inVain;
      try {
        T seen = look.get();
        if (wanted.test(seen)) {
          return seen;
        }
        inVain = inVain(what, atMost, String.valueOf(seen));
      } catch (RuntimeException | AssertionError failed) {
        inVain = inVain(what, atMost, failed.toString());
        inVain.initCause(failed);
      }
      if (Instant.now().isAfter(end)) {
        throw inVain;
      }
      pause();
    }
  }

  private static AssertionError inVain(String what, Duration atMost, String seen) {
    return new AssertionError(
        "waited %d s for %s; seen last: %s".formatted(atMost.toSeconds(), what, seen));
  }

  /** Looks again and again until it is so. */
  static void holds(String what, Duration atMost, BooleanSupplier look) {
    var _ = matches(what, atMost, look::getAsBoolean, Boolean::booleanValue);
  }

  /**
   * Puts back what other tests would miss, again where that fails, and also in a test that has been
   * interrupted at its time limit.
   *
   * @param what is put back, as it completes "waited 60 s for …"
   */
  static void putBack(String what, Runnable work) {
    boolean interrupted = Thread.interrupted();
    try {
      holds(
          what,
          Duration.ofMinutes(1),
          () -> {
            work.run();
            return true;
          });
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_LOOKS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting", interrupted);
    }
  }
}
