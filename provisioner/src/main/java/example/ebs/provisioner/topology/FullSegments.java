package example.ebs.provisioner.topology;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where a class found no room a moment ago. The scheduler remembers nothing, so somebody must.
 *
 * <p>Safe for many threads.
 */
public final class FullSegments {
  /** After that long EC2 is asked again. */
  public static final Duration REMEMBERED = Duration.ofMinutes(5);

  private final Clock clock;
  private final Map<Place, Instant> until = new ConcurrentHashMap<>();

  public FullSegments(Clock clock) {
    this.clock = clock;
  }

  /** The class has no room there for the next five minutes. */
  public void mark(String storageClass, Segment segment) {
    remember(storageClass, segment, clock.instant().plus(REMEMBERED));
  }

  /** As somebody before this process found it. */
  public void remember(String storageClass, Segment segment, Instant end) {
    until.merge(
        new Place(storageClass, segment), end, (one, other) -> one.isAfter(other) ? one : other);
  }

  /** Until when there is no room, if so. */
  public Optional<Instant> fullUntil(String storageClass, Segment segment) {
    Place place = new Place(storageClass, segment);
    Instant now = clock.instant();
    return Optional.ofNullable(
        until.computeIfPresent(place, (_, end) -> end.isAfter(now) ? end : null));
  }

  private record Place(String storageClass, Segment segment) {}
}
