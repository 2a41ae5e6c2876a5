package example.ebs.controller.volume;

import example.ebs.csi.failure.Failure;
import java.util.OptionalInt;

/**
 * What a storage class asks of a volume's performance, before the size is known.
 *
 * <p>{@code iopsPerGB} scales with the size and is held within what the type allows at both ends,
 * as a class is written for volumes of every size. {@code iops} is a number that somebody chose, so
 * outside the limits it is refused.
 */
public record PerformanceRequest(
    VolumeLimits limits, OptionalInt iops, OptionalInt iopsPerGibibyte, OptionalInt throughput) {
  private static final int THROUGHPUT_LEAST = 125;
  private static final int THROUGHPUT_MOST = 2_000;

  /** EBS allows a gp3 volume 0.25 MiB/s for each operation per second. */
  private static final int IOPS_PER_THROUGHPUT = 4;

  public PerformanceRequest {
    if (iops.isPresent() && iopsPerGibibyte.isPresent()) {
      throw new Failure.InvalidRequest(
          "parameters iops and iopsPerGB exclude each other, and both are given; keep one");
    }
    if (throughput.isPresent() && limits != VolumeLimits.GP3) {
      throw new Failure.InvalidRequest(
          "parameter throughput is for type gp3 only, and the type is " + limits.type());
    }
    if (limits.iops().isEmpty()) {
      refuse("iops", iops, limits);
      refuse("iopsPerGB", iopsPerGibibyte, limits);
    }
  }

  /** The type for a volume of this size. */
  public VolumeType forSize(long gibibytes) {
    return switch (limits) {
      case GP3 -> gp3(chosenIops(gibibytes).orElse(VolumeLimits.GP3.iops().orElseThrow().least()));
      case GP2 -> new VolumeType.Gp2();
      case IO1 -> new VolumeType.Io1(requiredIops(gibibytes));
      case IO2 -> new VolumeType.Io2(requiredIops(gibibytes));
      case ST1 -> new VolumeType.St1();
      case SC1 -> new VolumeType.Sc1();
      case STANDARD -> new VolumeType.Standard();
    };
  }

  private VolumeType gp3(int operations) {
    int chosen = throughput.orElse(THROUGHPUT_LEAST);
    if (chosen < THROUGHPUT_LEAST || chosen > THROUGHPUT_MOST) {
      throw new Failure.InvalidRequest(
          "parameter throughput must be from %d to %d MiB/s for gp3, and is %d"
              .formatted(THROUGHPUT_LEAST, THROUGHPUT_MOST, chosen));
    }
    if (chosen * IOPS_PER_THROUGHPUT > operations) {
      throw new Failure.InvalidRequest(
          "parameter throughput %d needs at least %d iops (4 for each MiB/s), and the volume has %d"
              .formatted(chosen, chosen * IOPS_PER_THROUGHPUT, operations));
    }
    return new VolumeType.Gp3(operations, chosen);
  }

  private int requiredIops(long gibibytes) {
    return chosenIops(gibibytes)
        .orElseThrow(
            () ->
                new Failure.InvalidRequest(
                    "type " + limits.type() + " needs parameter iops or iopsPerGB, and has none"));
  }

  private OptionalInt chosenIops(long gibibytes) {
    VolumeLimits.Iops allowed = limits.iops().orElseThrow();
    if (iopsPerGibibyte.isPresent()) {
      return OptionalInt.of(scaled(iopsPerGibibyte.getAsInt(), gibibytes, allowed));
    }
    iops.ifPresent(chosen -> check(chosen, gibibytes, allowed));
    return iops;
  }

  private int scaled(int ratio, long gibibytes, VolumeLimits.Iops allowed) {
    if (ratio > allowed.perGibibyte()) {
      throw new Failure.InvalidRequest(
          "parameter iopsPerGB must be at most %d for %s, and is %d"
              .formatted(allowed.perGibibyte(), limits.type(), ratio));
    }
    return Math.clamp(ratio * gibibytes, allowed.least(), allowed.most());
  }

  private void check(int chosen, long gibibytes, VolumeLimits.Iops allowed) {
    if (chosen < allowed.least() || chosen > allowed.most()) {
      throw new Failure.InvalidRequest(
          "parameter iops must be from %d to %d for %s, and is %d"
              .formatted(allowed.least(), allowed.most(), limits.type(), chosen));
    }
    if (chosen > allowed.most(gibibytes)) {
      throw new Failure.InvalidRequest(
          "parameter iops %d is too high for %d GiB of %s, which allows %d for each GiB: ask for at"
                  .formatted(chosen, gibibytes, limits.type(), allowed.perGibibyte())
              + " most %d iops, or for at least %d GiB"
                  .formatted(allowed.most(gibibytes), Math.ceilDiv(chosen, allowed.perGibibyte())));
    }
  }

  private static void refuse(String name, OptionalInt value, VolumeLimits limits) {
    if (value.isPresent()) {
      throw new Failure.InvalidRequest(
          "parameter %s is for types gp3, io1 and io2, and the type is %s, whose operations follow from its size"
              .formatted(name, limits.type()));
    }
  }
}
