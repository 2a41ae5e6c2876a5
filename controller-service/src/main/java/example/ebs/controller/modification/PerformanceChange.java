package example.ebs.controller.modification;

import example.ebs.controller.volume.PerformanceRequest;
import example.ebs.controller.volume.VolumeLimits;
import example.ebs.controller.volume.VolumeType;
import example.ebs.csi.failure.Failure;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a volume attributes class asks of a volume's performance.
 *
 * <p>What it does not name stays as it is. With another type nothing can stay, and what is not
 * named gets that type's default: EC2 API reference, ModifyVolume.
 */
public record PerformanceChange(
    Optional<VolumeLimits> type,
    OptionalInt iops,
    OptionalInt iopsPerGibibyte,
    OptionalInt throughput) {
  static final PerformanceChange NONE =
      new PerformanceChange(
          Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

  /**
   * The limits of the type that the volume has afterwards.
   *
   * @throws Failure.PreconditionFailed when this driver does not know the volume's type
   */
  VolumeLimits limits(VolumeShape now) {
    return type.or(() -> VolumeLimits.find(now.type()))
        .orElseThrow(
            () ->
                new Failure.PreconditionFailed(
                    "the volume has type %s, whose limits this driver does not know; a newer version may"
                        .formatted(now.type())));
  }

  /**
   * What the volume becomes.
   *
   * @param gibibytes the size that it has afterwards
   * @throws Failure.InvalidRequest when no volume of the type and size can be so
   */
  VolumeType of(VolumeShape now, long gibibytes) {
    VolumeLimits limits = limits(now);
    boolean stays = limits.type().equals(now.type());
    return new PerformanceRequest(
            limits,
            iops.isEmpty() && iopsPerGibibyte.isEmpty() && stays && limits.iops().isPresent()
                ? now.iops()
                : iops,
            iopsPerGibibyte,
            throughput.isEmpty() && stays && limits == VolumeLimits.GP3
                ? now.throughput()
                : throughput)
        .forSize(gibibytes);
  }
}
