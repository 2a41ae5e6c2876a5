package example.ebs.provisioner.event;

import example.ebs.csi.time.Rate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * How many events an object may have: 25 at once, and one every five minutes from then on, as
 * client-go's own recorder keeps it.
 *
 * <p>Not safe for several threads.
 */
final class EventLimit {
  static final int BURST = 25;
  static final Duration REFILL = Duration.ofMinutes(5);
  private static final Rate RATE = new Rate(BURST, REFILL);
  private static final int MOST_REMEMBERED = 500;

  private final Clock clock;

  /** Until when each object's events are used up. */
  private final SequencedMap<Subject, Instant> usedUntil = new LinkedHashMap<>();

  EventLimit(Clock clock) {
    this.clock = clock;
  }

  /** Whether the object may have one more, which then is counted. */
  boolean allows(Subject subject) {
    Instant now = clock.instant();
    Instant after = RATE.taken(usedUntil.getOrDefault(subject, now), now);
    if (RATE.wait(after, now).isPositive()) {
      return false;
    }
    usedUntil.putLast(subject, after);
    if (usedUntil.size() > MOST_REMEMBERED) {
      usedUntil.pollFirstEntry();
    }
    return true;
  }
}
