package example.ebs.provisioner.drift;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How long each difference has been seen, look after look; one that is not seen once begins anew.
 *
 * <p>In memory: a restart begins anew too, which is the safe side. Not safe for several threads.
 */
final class Sightings {
  private Map<Difference, Sighting> seen = Map.of();

  /** Notes what one look has found, and returns how long each of it has been seen. */
  Map<Difference, Sighting> note(Set<Difference> found, Instant now) {
    Map<Difference, Sighting> next = new HashMap<>();
    for (Difference difference : found) {
      Sighting before = seen.getOrDefault(difference, new Sighting(now, now, 0));
      next.put(difference, new Sighting(before.first(), now, before.times() + 1));
    }
    seen = Map.copyOf(next);
    return seen;
  }

  /**
   * A difference that was there at every look since it was first seen.
   *
   * @param times how many looks
   */
  record Sighting(Instant first, Instant last, int times) {
    Duration length() {
      return Duration.between(first, last);
    }
  }
}
