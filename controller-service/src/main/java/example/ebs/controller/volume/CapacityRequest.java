package example.ebs.controller.volume;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeSize;
import java.util.Optional;

/**
 * The size that a caller asked for, in bytes.
 *
 * <p>What is created is a whole number of GiB, at least the type's smallest size: a claim of 1 GiB
 * on st1 gets the 125 GiB that such a volume has at least, because CSI allows more than was
 * required, unless the limit forbids it. Without any request it is 100 GiB.
 */
public record CapacityRequest(Optional<VolumeSize> required, Optional<VolumeSize> limit) {
  private static final long DEFAULT_GIBIBYTES = 100;

  static final CapacityRequest NONE = new CapacityRequest(Optional.empty(), Optional.empty());

  /** Parses a range that is present in the request; 0 means that a bound is not given. */
  public static CapacityRequest parse(long required, long limit) {
    if (required < 0 || limit < 0) {
      throw new Failure.InvalidRequest(
          "capacity_range must not be negative, and is required_bytes %d, limit_bytes %d"
              .formatted(required, limit));
    }
    if (required == 0 && limit == 0) {
      throw new Failure.InvalidRequest(
          "capacity_range must name required_bytes or limit_bytes, and names neither; leave it out"
              + " for the default of %d GiB".formatted(DEFAULT_GIBIBYTES));
    }
    return new CapacityRequest(given(required), given(limit));
  }

  /** The size to create. */
  VolumeSize size(VolumeLimits limits) {
    long gibibytes = Math.max(limits.least(), wanted());
    if (gibibytes > limits.most()) {
      throw new Failure.OutOfRange(
          "a %s volume has at most %d GiB, and %d GiB were asked for; ask for less or choose another type"
              .formatted(limits.type(), limits.most(), gibibytes));
    }
    VolumeSize size = VolumeSize.ofGibibytes(gibibytes);
    if (limit.isPresent() && limit.get().compareTo(size) < 0) {
      throw new Failure.OutOfRange(
          "the smallest %s volume that holds what was asked for has %s, and limit_bytes allows %s; raise the limit"
              .formatted(limits.type(), size, limit.get()));
    }
    return size;
  }

  /**
   * The size that an existing volume has afterwards: what it has, where that will do.
   *
   * @throws Failure.OutOfRange when it would have to shrink, or no volume of the type is so large
   */
  public VolumeSize grown(VolumeSize now, VolumeLimits limits) {
    if (limit.isPresent() && limit.get().compareTo(now) < 0) {
      throw new Failure.OutOfRange(
          "the volume has %s and EBS makes none smaller, and limit_bytes allows %s; copy the data to a smaller volume"
              .formatted(now, limit.get()));
    }
    return allows(now) ? now : size(limits);
  }

  /** Whether an existing volume's size is what this asks for, in the words of CSI compatible. */
  boolean allows(VolumeSize size) {
    return required.map(least -> size.compareTo(least) >= 0).orElse(true)
        && limit.map(most -> size.compareTo(most) <= 0).orElse(true);
  }

  @Override
  public String toString() {
    String least = required.map(size -> "at least " + size).orElse("any size");
    return limit.map(most -> least + " and at most " + most).orElse(least);
  }

  private long wanted() {
    if (required.isPresent()) {
      return required.get().gibibytes();
    }
    // Only a limit: as much of the default as fits, for a volume never has a part of a GiB.
    long fits = limit.map(most -> most.bytes() >> 30).orElse(DEFAULT_GIBIBYTES);
    return Math.min(DEFAULT_GIBIBYTES, fits);
  }

  private static Optional<VolumeSize> given(long bytes) {
    return bytes == 0 ? Optional.empty() : Optional.of(new VolumeSize(bytes));
  }
}
