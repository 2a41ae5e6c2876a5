package example.ebs.csi.model;

import java.util.Map;
import java.util.Optional;

/** A zone as topology segments, the way volumes and nodes report it. */
public record ZoneTopology(Zone zone) {
  /** Kubernetes' own well-known label, so that a node's zone needs no second key. */
  public static final String KEY = "topology.kubernetes.io/zone";

  /** The zone that the segments name, if they name one; other segments are somebody else's. */
  public static Optional<Zone> fromMap(Map<String, String> segments) {
    return Optional.ofNullable(segments.get(KEY)).filter(value -> !value.isBlank()).map(Zone::new);
  }

  public Map<String, String> toMap() {
    return Map.of(KEY, zone.value());
  }
}
