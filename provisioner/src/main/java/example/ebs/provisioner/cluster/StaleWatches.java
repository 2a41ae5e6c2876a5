package example.ebs.provisioner.cluster;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Which watches have told nothing for so long that what the loops know is old.
 *
 * <p>The client itself begins each watch anew every few minutes, so one that only looks open does
 * not stay so. Safe for many threads; knows as much as it is asked.
 */
final class StaleWatches {
  /** What a restart of the API server takes, and then some. */
  static final Duration LONGEST = Duration.ofMinutes(5);

  private final Clock clock;
  private final Map<String, BooleanSupplier> watches = new LinkedHashMap<>();
  private final Map<String, Instant> brokenSince = new LinkedHashMap<>();

  StaleWatches(Clock clock) {
    this.clock = clock;
  }

  /**
   * Knows one more.
   *
   * @param kind what is watched
   * @param open whether the watch is open now
   */
  synchronized void add(String kind, BooleanSupplier open) {
    watches.put(kind, open);
  }

  /** The first one that was found broken at every look for five minutes, in words. */
  synchronized Optional<String> obstacle() {
    Instant now = clock.instant();
    watches.forEach(
        (kind, open) -> {
          if (open.getAsBoolean()) {
            brokenSince.remove(kind);
          } else {
            brokenSince.putIfAbsent(kind, now);
          }
        });
    return brokenSince.entrySet().stream()
        .filter(each -> !each.getValue().plus(LONGEST).isAfter(now))
        .findFirst()
        .map(
            each ->
                "the watch of %s has been broken since %s, so what the loops know is old"
                    .formatted(each.getKey(), each.getValue()));
  }
}
