package example.ebs.csi.lock;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.work.UnderWay;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * One operation per key at a time; whoever comes second is told so at once rather than kept
 * waiting.
 *
 * <p>CSI 1.13, "Concurrency": a plugin that has an operation pending for the same volume answers
 * {@code ABORTED} and the caller comes back. Safe for use by many threads; a lock need not be
 * released by the thread that took it. Where the first one takes long, as on a device that hangs,
 * the second is told what it does and since when.
 */
public final class KeyedLocks {
  /** From then on the second caller is told what the first one does. */
  private static final Duration LONG = Duration.ofSeconds(5);

  private final Map<String, Holders> held = new ConcurrentHashMap<>();
  private final Clock clock;

  public KeyedLocks() {
    this(Clock.systemUTC());
  }

  KeyedLocks(Clock clock) {
    this.clock = clock;
  }

  /**
   * Takes the lock until the returned handle is closed.
   *
   * @param key what is worked on, in words that the second caller can read, such as {@code "volume
   *     vol-1"}
   * @throws Failure.InProgress when it is taken or shared
   */
  public Held take(String key) {
    Holders alone = new Holders(true, List.of(UnderWay.here(clock)));
    Optional<Holders> others = Optional.ofNullable(held.putIfAbsent(key, alone));
    if (others.isPresent()) {
      throw inProgress(key, others.get());
    }
    return () -> held.remove(key);
  }

  /**
   * Shares the lock with others who share it, until the returned handle is closed.
   *
   * @throws Failure.InProgress when it is taken
   */
  public Held share(String key) {
    UnderWay sharer = UnderWay.here(clock);
    Holders all = held.merge(key, new Holders(false, List.of(sharer)), Holders::and);
    if (all.alone()) {
      throw inProgress(key, all);
    }
    return () ->
        held.computeIfPresent(key, (_, now) -> now.all().size() == 1 ? null : now.without(sharer));
  }

  private Failure inProgress(String key, Holders holders) {
    UnderWay oldest = holders.all().getFirst();
    String what = oldest.age(clock).compareTo(LONG) < 0 ? "" : " (" + oldest.told(clock) + ")";
    return new Failure.InProgress(
        "another operation on " + key + " is in progress" + what + "; ask again when it has ended");
  }

  /**
   * Who holds a key.
   *
   * @param alone whether nobody may share it
   * @param all never empty, oldest first
   */
  private record Holders(boolean alone, List<UnderWay> all) {
    Holders and(Holders more) {
      return alone
          ? this
          : new Holders(false, Stream.concat(all.stream(), more.all.stream()).toList());
    }

    Holders without(UnderWay one) {
      List<UnderWay> left = new ArrayList<>(all);
      left.remove(one);
      return new Holders(false, List.copyOf(left));
    }
  }

  /** A lock that is held; close it once. */
  @FunctionalInterface
  public interface Held extends AutoCloseable {
    @Override
    void close();
  }
}
