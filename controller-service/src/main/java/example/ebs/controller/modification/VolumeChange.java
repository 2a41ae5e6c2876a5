package example.ebs.controller.modification;

import example.ebs.controller.volume.CapacityRequest;
import example.ebs.controller.volume.VolumeLimits;
import example.ebs.csi.model.VolumeSize;
import java.util.Map;
import java.util.Optional;

/**
 * What is asked to be another of a volume.
 *
 * @param growth empty where nobody asked for another size
 * @param performance empty where nobody asked for another class
 * @param tags that a class adds, often none
 */
public record VolumeChange(
    Optional<CapacityRequest> growth,
    Optional<PerformanceChange> performance,
    Map<String, String> tags) {
  public VolumeChange {
    tags = Map.copyOf(tags);
  }

  static VolumeChange growth(CapacityRequest size) {
    return new VolumeChange(Optional.of(size), Optional.empty(), Map.of());
  }

  static VolumeChange performance(PerformanceChange performance, Map<String, String> tags) {
    return new VolumeChange(Optional.empty(), Optional.of(performance), tags);
  }

  /** Both at once; empty where they ask for the same thing, and so may contradict each other. */
  Optional<VolumeChange> and(VolumeChange other) {
    if (growth.isPresent() && other.performance.isPresent() && other.growth.isEmpty()) {
      return Optional.of(new VolumeChange(growth, other.performance, other.tags));
    }
    if (performance.isPresent() && other.growth.isPresent() && growth.isEmpty()) {
      return Optional.of(new VolumeChange(other.growth, performance, tags));
    }
    return Optional.empty();
  }

  /**
   * What the volume becomes.
   *
   * @throws example.ebs.csi.failure.Failure.OutOfRange when it would shrink, or no volume of the
   *     type has such a size
   * @throws example.ebs.csi.failure.Failure.InvalidRequest when no volume of the type and size can
   *     be so
   */
  VolumeShape of(VolumeShape now) {
    PerformanceChange wanted = performance.orElse(PerformanceChange.NONE);
    VolumeLimits limits = wanted.limits(now);
    VolumeSize size = growth.map(range -> range.grown(now.size(), limits)).orElse(now.size());
    limits.require(size);
    return performance.isPresent()
        ? VolumeShape.of(size, wanted.of(now, size.gibibytes()))
        : now.grownTo(size);
  }
}
