package example.ebs.csi.model;

/** A size in bytes; EBS counts in GiB, so what is created is a whole number of them. */
public record VolumeSize(long bytes) implements Comparable<VolumeSize> {
  private static final long GIB = 1L << 30;

  public VolumeSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size must not be negative: " + bytes);
    }
  }

  public static VolumeSize ofGibibytes(long count) {
    return new VolumeSize(Math.multiplyExact(count, GIB));
  }

  /** How many GiB hold this size, rounded up. */
  public long gibibytes() {
    return Math.ceilDiv(bytes, GIB);
  }

  /** The smallest whole number of GiB that is not less. */
  public VolumeSize roundedUp() {
    return ofGibibytes(gibibytes());
  }

  @Override
  public int compareTo(VolumeSize other) {
    return Long.compare(bytes, other.bytes);
  }

  /** In GiB where that is exact, else in bytes. */
  @Override
  public String toString() {
    return bytes % GIB == 0 ? bytes / GIB + " GiB" : bytes + " bytes";
  }
}
