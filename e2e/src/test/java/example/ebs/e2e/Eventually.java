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
   * Looks again and again until what is seen is as wanted, and returns it.
   *
   * @throws AssertionError at the limit, with what was seen last
   */
  static <T> T matches(String what, Duration atMost, Supplier<T> look, Predicate<T> wanted) {
    Instant end = Instant.now().plus(atMost);
    while (true) {
      T seen = look.get();
      if (wanted.test(seen)) {
        return seen;
      }
      if (Instant.now().isAfter(end)) {
        throw new AssertionError(
            "waited %d s for %s; seen last: %s".formatted(atMost.toSeconds(), what, seen));
      }
      pause();
    }
  }

  /** Looks again and again until it is so. */
  static void holds(String what, Duration atMost, BooleanSupplier look) {
    var _ = matches(what, atMost, look::getAsBoolean, Boolean::booleanValue);
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
