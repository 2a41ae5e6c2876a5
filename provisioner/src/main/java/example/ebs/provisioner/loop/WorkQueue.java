package example.ebs.provisioner.loop;

import example.ebs.csi.time.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Which key is to be looked at when: each by one at a time, and once more where it was offered
 * while somebody worked on it.
 *
 * <p>Not safe for several threads; {@link ReconcileLoop} guards it.
 */
final class WorkQueue {
  /** A key that nobody works on; the order breaks ties, first come first served. */
  private record Turn(Instant due, long order, ObjectKey key) {
    static final Comparator<Turn> FIRST =
        Comparator.comparing(Turn::due).thenComparingLong(Turn::order);
  }

  private final Clock clock;
  private final Backoff backoff;
  private final TreeSet<Turn> turns = new TreeSet<>(Turn.FIRST);
  private final Map<ObjectKey, Turn> waiting = new HashMap<>();
  private final Map<ObjectKey, Optional<Instant>> running = new HashMap<>();
  private final Map<ObjectKey, Integer> failures = new HashMap<>();
  private long orders;

  WorkQueue(Clock clock, Backoff backoff) {
    this.clock = clock;
    this.backoff = backoff;
  }

  /** Makes the key due now, also one that waits after a failure. */
  void offer(ObjectKey key) {
    Instant now = clock.instant();
    if (running.containsKey(key)) {
      running.put(key, running.getOrDefault(key, Optional.empty()).or(() -> Optional.of(now)));
    } else if (!waiting.containsKey(key) || waiting.get(key).due().isAfter(now)) {
      schedule(key, now);
    }
  }

  /** The key that has been due longest, which from now on is worked on. */
  Optional<Taken> take() {
    Instant now = clock.instant();
    if (turns.isEmpty() || turns.first().due().isAfter(now)) {
      return Optional.empty();
    }
    Turn turn = turns.removeFirst();
    waiting.remove(turn.key());
    running.put(turn.key(), Optional.empty());
    return Optional.of(new Taken(turn.key(), Duration.between(turn.due(), now)));
  }

  /** Ends the work on a key that was taken. */
  void finish(ObjectKey key, Outcome outcome) {
    Optional<Instant> again = Optional.ofNullable(running.remove(key)).flatMap(each -> each);
    Instant now = clock.instant();
    switch (outcome) {
      case Outcome.Done _ -> failures.remove(key);
      case Outcome.Retry _ ->
          schedule(key, now.plus(backoff.delay(failures.merge(key, 1, Integer::sum) - 1)));
      case Outcome.After after -> {
        failures.remove(key);
        schedule(key, now.plus(after.delay()));
      }
    }
    again.ifPresent(offered -> schedule(key, offered));
  }

  /** When the next key that nobody works on is due. */
  Optional<Instant> nextDue() {
    return turns.isEmpty() ? Optional.empty() : Optional.of(turns.first().due());
  }

  private void schedule(ObjectKey key, Instant due) {
    Turn turn = new Turn(due, orders++, key);
    Optional.ofNullable(waiting.put(key, turn)).ifPresent(turns::remove);
    turns.add(turn);
  }

  /**
   * A key to work on.
   *
   * @param waited since it became due
   */
  record Taken(ObjectKey key, Duration waited) {}
}
