package example.ebs.csi.model;

import example.ebs.csi.failure.Failure;
import java.util.Map;
import java.util.Optional;

/** A zone as topology segments, the way volumes and nodes report it. */
public record ZoneTopology(Zone zone) {
  /** Kubernetes' own well-known label, so that a node's zone needs no second key. */
  public static final String KEY = "topology.kubernetes.io/zone";

  /**
   * The key of the EBS driver that is known as {@link #EBS_DRIVER}; Kubernetes uses it when it
   * translates volumes of its old in-tree kind.
   */
  public static final String EBS_KEY = "topology.ebs.csi.aws.com/zone";

  private static final String EBS_DRIVER = "ebs.csi.aws.com";

  /**
   * The zone that the segments name under either key, if they name one; other segments are somebody
   * else's.
   *
   * @throws Failure.InvalidRequest when the two keys name different zones
   */
  public static Optional<Zone> fromMap(Map<String, String> segments) {
    Optional<Zone> zone = zone(segments, KEY);
    Optional<Zone> ofEbs = zone(segments, EBS_KEY);
    if (zone.isPresent() && ofEbs.isPresent() && !zone.equals(ofEbs)) {
      throw new Failure.InvalidRequest(
          "a topology names two zones, %s as %s and %s as %s, and nothing is in both; name one"
              .formatted(zone.get(), KEY, ofEbs.get(), EBS_KEY));
    }
    return zone.or(() -> ofEbs);
  }

  private static Optional<Zone> zone(Map<String, String> segments, String key) {
    return Optional.ofNullable(segments.get(key)).filter(value -> !value.isBlank()).map(Zone::new);
  }

  /** The segments of a node, which under the name of the EBS driver carry its key too. */
  public Map<String, String> ofNode(String driver) {
    return driver.equals(EBS_DRIVER)
        ? Map.of(KEY, zone.value(), EBS_KEY, zone.value())
        : Map.of(KEY, zone.value());
  }

  /** The segments of a volume; one key, because a volume must be reachable by all of them. */
  public Map<String, String> toMap() {
    return Map.of(KEY, zone.value());
  }
}
