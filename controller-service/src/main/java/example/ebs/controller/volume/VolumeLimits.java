package example.ebs.controller.volume;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeSize;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What EBS allows for each volume type: sizes in GiB, operations per second and their ratio.
 *
 * <p>Source: EC2 API reference, CreateVolume, as of November 2026. Local zones and Outposts may
 * allow less; there EC2 refuses and its message is passed on.
 */
public enum VolumeLimits {
  GP3("gp3", 1, 65_536, new Iops(3_000, 80_000, 500)),
  GP2("gp2", 1, 16_384),
  IO1("io1", 4, 16_384, new Iops(100, 64_000, 50)),
  IO2("io2", 4, 65_536, new Iops(100, 256_000, 1_000)),
  ST1("st1", 125, 16_384),
  SC1("sc1", 125, 16_384),
  STANDARD("standard", 1, 1_024);

  private final String type;
  private final long least;
  private final long most;

  // A record of numbers in an Optional: as immutable as can be, though the checker cannot tell.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Optional<Iops> iops;

  VolumeLimits(String type, long least, long most) {
    this(type, least, most, Optional.empty());
  }

  VolumeLimits(String type, long least, long most, Iops iops) {
    this(type, least, most, Optional.of(iops));
  }

  VolumeLimits(String type, long least, long most, Optional<Iops> iops) {
    this.type = type;
    this.least = least;
    this.most = most;
    this.iops = iops;
  }

  /** The limits of the type of that name, where it is known here. */
  public static Optional<VolumeLimits> find(String type) {
    return Arrays.stream(values()).filter(each -> each.type.equals(type)).findFirst();
  }

  /**
   * The limits of the type that a class's parameter names.
   *
   * @throws Failure.InvalidRequest when there is none
   */
  public static VolumeLimits of(String type) {
    return find(type)
        .orElseThrow(
            () ->
                new Failure.InvalidRequest(
                    "parameter type must be one of " + types() + ", and \"" + type + "\" is not"));
  }

  /** The name by which EC2 and a storage class call the type. */
  public String type() {
    return type;
  }

  /** The smallest size, in GiB. */
  public long least() {
    return least;
  }

  /** The largest size, in GiB. */
  public long most() {
    return most;
  }

  /**
   * Returns if a volume of this size can become one of this type.
   *
   * @throws Failure.InvalidRequest if not
   */
  public void require(VolumeSize size) {
    if (size.gibibytes() < least || size.gibibytes() > most) {
      throw new Failure.InvalidRequest(
          "a %s volume has at least %d and at most %d GiB, and the volume has %s; choose another type or size"
              .formatted(type, least, most, size));
    }
  }

  /** Empty where the number of operations follows from the size and cannot be asked for. */
  public Optional<Iops> iops() {
    return iops;
  }

  private static String types() {
    return Arrays.stream(values()).map(VolumeLimits::type).collect(Collectors.joining(", "));
  }

  /**
   * How many operations per second a type can be given.
   *
   * @param perGibibyte the most for each GiB of size, though {@code least} is always allowed
   */
  public record Iops(int least, int most, int perGibibyte) {
    int most(long gibibytes) {
      return (int) Math.min(most, Math.max(least, perGibibyte * gibibytes));
    }
  }
}
