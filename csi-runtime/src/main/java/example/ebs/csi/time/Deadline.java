package example.ebs.csi.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The moment at which a wait gives up. */
public record Deadline(Instant end) {
  public static Deadline after(Duration length, Clock clock) {
    return new Deadline(clock.instant().plus(length));
  }

  /** The time left, zero once it has passed. */
  public Duration left(Clock clock) {
    Duration left = Duration.between(clock.instant(), end);
    return left.isNegative() ? Duration.ZERO : left;
  }

  public boolean hasPassed(Clock clock) {
    return !clock.instant().isBefore(end);
  }
}
