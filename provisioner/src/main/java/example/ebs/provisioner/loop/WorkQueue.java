package example.ebs.provisioner.loop;

import example.ebs.csi.time.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.DoubleSupplier;

/**
 * Which key is to be looked at when: each by one at a time, and once more where it was enqueued
 * while somebody worked on it.
 *
 * <p>A change of the object itself is looked at now. A change of something else wakes the keys that
 * may wait for it: soon, but never before the end of a delay that a failure set, so that whatever
 * goes on in a cluster does not undo the backoff.
 *
 * <p>Not safe for several threads; {@link ReconcileLoop} guards it.
 */
final class WorkQueue {
  /** What wakes a key that has waited long may wake a thousand others at the same moment. */
  private static final int WAKE_SHARE = 100;

  /** Of each delay, so that what failed together is not tried together. */
  private static final double JITTER = 0.1;

  private static final Duration RESYNC_SPREAD = Duration.ofMinutes(5);

  /** A key that nobody works on; the order breaks ties, first come first served. */
  private record Turn(Instant due, long order, ObjectKey key) {
    static final Comparator<Turn> FIRST =
        Comparator.comparing(Turn::due).thenComparingLong(Turn::order);
  }

  /** What came for a key while it was worked on. */
  private record Running(Optional<Instant> changed, boolean woken) {
    static final Running UNDISTURBED = new Running(Optional.empty(), false);
  }

  /** Looks in a row that did not get there. */
  private record Tries(int inARow, boolean failed) {
    static final Tries NONE = new Tries(0, false);
  }

  private final Clock clock;
  private final Backoff backoff;
  private final DoubleSupplier random;
  private final TreeSet<Turn> turns = new TreeSet<>(Turn.FIRST);
  private final Map<ObjectKey, Turn> waiting = new HashMap<>();
  private final Map<ObjectKey, Running> running = new HashMap<>();
  private final Map<ObjectKey, Tries> tries = new HashMap<>();
  private long orders;

  /**
   * An empty queue.
   *
   * @param random from 0 to 1, for what is to be spread
   */
  WorkQueue(Clock clock, Backoff backoff, DoubleSupplier random) {
    this.clock = clock;
    this.backoff = backoff;
    this.random = random;
  }

  /** Makes the key due now, also one that waits after a failure: its object has changed. */
  void enqueue(ObjectKey key) {
    Instant now = clock.instant();
    if (running.containsKey(key)) {
      Running work = runningOf(key);
      running.put(key, new Running(work.changed().or(() -> Optional.of(now)), work.woken()));
    } else {
      scheduleBefore(key, now);
    }
  }

  /** Makes the key due soon, unless it waits after a failure: something else has changed. */
  void wake(ObjectKey key) {
    if (running.containsKey(key)) {
      running.put(key, new Running(runningOf(key).changed(), true));
    } else if (!triesOf(key).failed()) {
      scheduleBefore(key, clock.instant().plus(wakeDelay(triesOf(key))));
    }
  }

  /** Wakes all whose last look found that they wait for something else. */
  void wakeWaiting() {
    tries.entrySet().stream()
        .filter(each -> !each.getValue().failed())
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::wake);
  }

  /** Has all keys looked at again in the minutes to come, in case a change was missed. */
  void resync(Collection<ObjectKey> keys) {
    for (ObjectKey key : keys) {
      if (!running.containsKey(key) && !waiting.containsKey(key)) {
        schedule(key, clock.instant().plus(share(RESYNC_SPREAD, random.getAsDouble())));
      }
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
    running.put(turn.key(), Running.UNDISTURBED);
    return Optional.of(new Taken(turn.key(), Duration.between(turn.due(), now)));
  }

  /** Ends the work on a key that was taken. */
  void finish(ObjectKey key, Outcome outcome) {
    Running work = runningOf(key);
    running.remove(key);
    Instant now = clock.instant();
    switch (outcome) {
      case Outcome.Done _ -> tries.remove(key);
      case Outcome.Retry _ -> schedule(key, now.plus(delay(tried(key, true))));
      case Outcome.Wait _ -> schedule(key, now.plus(delay(tried(key, false))));
      case Outcome.After after -> {
        tries.remove(key);
        schedule(key, now.plus(jittered(after.delay())));
      }
    }
    if (work.woken()) {
      wake(key);
    }
    work.changed().ifPresent(changed -> schedule(key, changed));
  }

  /** When the next key that nobody works on is due. */
  Optional<Instant> nextDue() {
    return turns.isEmpty() ? Optional.empty() : Optional.of(turns.first().due());
  }

  private Running runningOf(ObjectKey key) {
    return running.getOrDefault(key, Running.UNDISTURBED);
  }

  private Tries triesOf(ObjectKey key) {
    return tries.getOrDefault(key, Tries.NONE);
  }

  private Tries tried(ObjectKey key, boolean failed) {
    Tries now = new Tries(triesOf(key).inARow() + 1, failed);
    tries.put(key, now);
    return now;
  }

  private Duration delay(Tries tries) {
    return jittered(backoff.delay(tries.inARow() - 1));
  }

  private Duration wakeDelay(Tries tries) {
    return tries.inARow() == 0 ? Duration.ZERO : delay(tries).dividedBy(WAKE_SHARE);
  }

  private Duration jittered(Duration delay) {
    return delay.plus(share(delay, JITTER * random.getAsDouble()));
  }

  private static Duration share(Duration whole, double share) {
    return Duration.ofNanos((long) (whole.toNanos() * share));
  }

  private void scheduleBefore(ObjectKey key, Instant due) {
    Optional<Turn> before = Optional.ofNullable(waiting.get(key));
    if (before.isEmpty() || before.get().due().isAfter(due)) {
      schedule(key, due);
    }
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
