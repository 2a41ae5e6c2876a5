package example.ebs.linux.quota;

/**
 * How many files and folders a directory may hold that is limited to a size: files take of a
 * filesystem what has no size, and of which its other directories want some as well.
 *
 * <p>At least as many as mkfs.ext4 gives a filesystem of that size (mke2fs.conf(5): one for each 4
 * KiB below 512 MiB, from there on one for each 16 KiB), and never more for a smaller size.
 */
final class FileLimit {
  private static final long SMALL = 512L << 20;
  private static final long BYTES_OF_SMALL = 4 << 10;
  private static final long BYTES = 16 << 10;

  /** So that the smallest volume, too, takes a handful of empty files. */
  private static final long LEAST = 1024;

  private FileLimit() {}

  static long of(long bytes) {
    return Math.max(LEAST, Math.max(Math.min(bytes, SMALL) / BYTES_OF_SMALL, bytes / BYTES));
  }
}
