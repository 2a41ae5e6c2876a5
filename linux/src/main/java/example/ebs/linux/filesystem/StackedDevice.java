package example.ebs.linux.filesystem;

import java.util.Optional;

/**
 * Names what else makes a device a part of something larger: ZFS, DRBD, bcache and bcachefs; pure.
 *
 * <p>ZFS leaves the first 8 KiB as they are and the other two the first 4, with the superblock of
 * the filesystem that was there before; what DRBD copies lies beneath it whole. Whoever mounts
 * that, or has it checked, writes into the new owner's data.
 */
final class StackedDevice {
  private static final int ZFS_LIST = 16 * 1024;
  private static final int ZFS_LABEL_END = 128 * 1024;
  private static final int ZFS_TRAILER = 40;
  private static final long ZFS_MAGIC = 0x0210_da7a_b10c_7a11L;
  // The name of the list's first pair, with its length before it.
  private static final String ZFS_VERSION = "\0\0\0\7version";

  private static final int DRBD_FROM_END = 4096;
  private static final int DRBD_MAGIC = 60;
  private static final long DRBD_FIRST = 0x8374_026bL;
  private static final long DRBD_LAST = 0x8374_026dL;

  private static final int BCACHE_MAGIC = 4096 + 24;
  private static final byte[] BCACHE = {
    (byte) 0xc6,
    (byte) 0x85,
    0x73,
    (byte) 0xf6,
    0x4e,
    0x1a,
    0x45,
    (byte) 0xca,
    (byte) 0x82,
    0x65,
    (byte) 0xf5,
    0x7f,
    0x48,
    (byte) 0xba,
    0x6d,
    (byte) 0x81
  };
  private static final byte[] BCACHEFS = {
    (byte) 0xc6,
    (byte) 0x85,
    0x73,
    (byte) 0xf6,
    0x66,
    (byte) 0xce,
    (byte) 0x90,
    (byte) 0xa9,
    (byte) 0xd9,
    0x6a,
    0x60,
    (byte) 0xcf,
    (byte) 0x80,
    0x3d,
    (byte) 0xf7,
    (byte) 0xef
  };

  private StackedDevice() {}

  /**
   * What it belongs to.
   *
   * @param filesystemEnd the first byte behind a filesystem that shows; 0 if none does
   */
  static Optional<String> in(Edges edges, long filesystemEnd) {
    if (isZfs(edges.head())) {
      return Optional.of("a member of a ZFS pool");
    }
    if (isDrbd(edges, filesystemEnd)) {
      return Optional.of("a DRBD device");
    }
    if (edges.head().hasAt(BCACHE_MAGIC, BCACHE)) {
      return Optional.of("a bcache device");
    }
    return edges.head().hasAt(BCACHE_MAGIC, BCACHEFS)
        ? Optional.of("the filesystem bcachefs")
        : Optional.empty();
  }

  // OpenZFS include/sys/vdev_impl.h: a label's list, and the trailer of the block that it fills;
  // no filesystem that is mounted here has files in both places.
  private static boolean isZfs(Bytes head) {
    int trailer = ZFS_LABEL_END - ZFS_TRAILER;
    return head.hasAt(ZFS_LIST + 20, ZFS_VERSION)
        && (head.littleLong(trailer) == ZFS_MAGIC || head.bigLong(trailer) == ZFS_MAGIC);
  }

  // drivers/block/drbd/drbd_int.h, DRBD_MD_MAGIC_08 and those of its successors
  private static boolean isDrbd(Edges edges, long filesystemEnd) {
    long data = edges.size() / DRBD_FROM_END * DRBD_FROM_END - DRBD_FROM_END;
    long magic = edges.tail().bigInt(edges.inTail(data) + DRBD_MAGIC);
    return data >= filesystemEnd && magic >= DRBD_FIRST && magic <= DRBD_LAST;
  }
}
