package example.ebs.provisioner.topology;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

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

  /**
   * The class has no room there for the next five minutes.
   *
   * @return whether that is news
   */
  public boolean mark(String storageClass, Segment segment) {
    boolean news = fullUntil(storageClass, segment).isEmpty();
    remember(storageClass, segment, clock.instant().plus(REMEMBERED));
    return news;
  }

  /** As somebody before this process found it. */
  public void remember(String storageClass, Segment segment, Instant end) {
    until.merge(
        new Place(storageClass, segment), end, (one, other) -> one.isAfter(other) ? one : other);
  }

  /**
   * Whatever was found there holds no more.
   *
   * @return the classes of which it was said
   */
  public Set<String> forget(Segment segment) {
    Set<Place> places =
        until.keySet().stream()
            .filter(place -> place.segment().equals(segment))
            .collect(Collectors.toSet());
    until.keySet().removeAll(places);
    return places.stream().map(Place::storageClass).collect(Collectors.toSet());
  }

  /** Until when there is no room, if so. */
  public Optional<Instant> fullUntil(String storageClass, Segment segment) {
    return Optional.ofNullable(of(storageClass).get(segment));
  }

  /** Everywhere that the class has no room now, and until when. */
  public SortedMap<Segment, Instant> of(String storageClass) {
    Instant now = clock.instant();
    until.values().removeIf(end -> !end.isAfter(now));
    SortedMap<Segment, Instant> full = new TreeMap<>();
    until.forEach(
        (place, end) -> {
          if (place.storageClass().equals(storageClass)) {
            full.put(place.segment(), end);
          }
        });
    return full;
  }

  private record Place(String storageClass, Segment segment) {}
}
