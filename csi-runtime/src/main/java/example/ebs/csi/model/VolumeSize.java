package example.ebs.csi.model;

import java.util.Locale;

/** A size in bytes; EBS counts in GiB, so what is created is a whole number of them. */
public record VolumeSize(long bytes) implements Comparable<VolumeSize> {
  private static final long MIB = 1L << 20;
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

  /** In whole GiB or MiB where that is exact; else in bytes, and about how much that is. */
  @Override
  public String toString() {
    if (bytes % GIB == 0) {
      return bytes / GIB + " GiB";
    }
    if (bytes % MIB == 0) {
      return bytes / MIB + " MiB";
    }
    if (bytes < MIB) {
      return bytes + " bytes";
    }
    return bytes < GIB ? about(MIB, "MiB") : about(GIB, "GiB");
  }

  private String about(long unit, String name) {
    return String.format(Locale.ROOT, "%d bytes (%.1f %s)", bytes, (double) bytes / unit, name);
  }
}
