package example.ebs.provisioner.capacity;

import example.ebs.provisioner.csi.DriverNames;
import example.ebs.provisioner.topology.Segment;
import io.fabric8.kubernetes.api.model.storage.CSIStorageCapacity;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The annotation from which the next leader knows what is full, such as {@code
 * topology.kubernetes.io/zone=zone-b 2026-01-01T00:05:00Z}; several separated by semicolons.
 *
 * <p>In whole minutes, the next one, so that many claims that meet one full place do not change it
 * as often.
 */
final class FullUntil {
  private static final String NEXT = ";";

  private FullUntil() {}

  static String text(SortedMap<Segment, Instant> full) {
    return full.entrySet().stream()
        .map(place -> place.getKey() + " " + nextMinute(place.getValue()))
        .collect(Collectors.joining(NEXT));
  }

  private static Instant nextMinute(Instant end) {
    return end.plus(1, ChronoUnit.MINUTES).minusNanos(1).truncatedTo(ChronoUnit.MINUTES);
  }

  /** What an object says; nothing when somebody has written something else there. */
  static SortedMap<Segment, Instant> of(DriverNames names, CSIStorageCapacity told) {
    return Optional.ofNullable(told.getMetadata().getAnnotations())
        .map((Map<String, String> annotations) -> annotations.get(names.fullUntilAnnotation()))
        .map(FullUntil::parse)
        .orElseGet(TreeMap::new);
  }

  private static SortedMap<Segment, Instant> parse(String text) {
    SortedMap<Segment, Instant> full = new TreeMap<>();
    try {
      for (String place : text.split(NEXT, -1)) {
        String[] parts = place.split(" ", -1);
        full.put(Segment.parse(parts[0]), Instant.parse(parts[parts.length - 1]));
      }
      return full;
    } catch (DateTimeParseException | IllegalArgumentException unreadable) {
      return new TreeMap<>();
    }
  }
}
