package example.ebs.provisioner.loop;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * How many keys are worked on at once.
 *
 * <p>What has taken long waits for something, as for a volume that does not attach, and gives its
 * slot to others: a hundred that are stuck keep nobody from work. It holds a thread that costs
 * little, so there is a limit to those as well, only a higher one.
 *
 * <p>Not safe for several threads.
 */
final class WorkSlots {
  static final int MOST_AT_ONCE = 100;
  static final int MOST_IN_ALL = 2000;
  static final Duration LONG = Duration.ofSeconds(15);

  private final Clock clock;
  private final SequencedMap<ObjectKey, Instant> taken = new LinkedHashMap<>();

  WorkSlots(Clock clock) {
    this.clock = clock;
  }

  void take(ObjectKey key) {
    taken.put(key, clock.instant());
  }

  void release(ObjectKey key) {
    taken.remove(key);
  }

  boolean isAnyTaken() {
    return !taken.isEmpty();
  }

  boolean isFree() {
    return taken.size() < MOST_AT_ONCE
        || (taken.size() < MOST_IN_ALL && !firstOfTheLast().plus(LONG).isAfter(clock.instant()));
  }

  /** When the next slot is free though nothing ends; far away where that never happens. */
  Instant nextFree() {
    return taken.size() < MOST_IN_ALL ? firstOfTheLast().plus(LONG) : Instant.MAX;
  }

  /** When the oldest of the hundred that were taken last began. */
  private Instant firstOfTheLast() {
    return taken.sequencedValues().reversed().stream()
        .limit(MOST_AT_ONCE)
        .reduce((_, older) -> older)
        .orElse(Instant.MIN);
  }
}
