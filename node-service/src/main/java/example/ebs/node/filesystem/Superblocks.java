package example.ebs.node.filesystem;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the superblocks of ext2, ext3, ext4, xfs and btrfs; pure. */
final class Superblocks {
  /** The type of what mkfs.xfs leaves when it is stopped. */
  static final String UNFINISHED_XFS = "unfinished xfs";

  private static final int EXT = 1024;
  private static final int BTRFS = 64 * 1024;

  private Superblocks() {}

  /**
   * The filesystems that the beginning of a device shows; more than one means that nobody can tell.
   */
  static List<DeviceContent.Filesystem> in(Bytes head) {
    List<DeviceContent.Filesystem> found = new ArrayList<>();
    ext(head).ifPresent(found::add);
    xfs(head).ifPresent(found::add);
    btrfs(head).ifPresent(found::add);
    return found;
  }

  // Linux Documentation/filesystems/ext4/super.rst
  private static Optional<DeviceContent.Filesystem> ext(Bytes head) {
    long blockShift = 10 + head.littleInt(EXT + 0x18);
    if (head.littleShort(EXT + 0x38) != 0xef53 || blockShift > 16) {
      return Optional.empty();
    }
    boolean wide = (head.littleInt(EXT + 0x60) & 0x80) != 0;
    long blocks = head.littleInt(EXT + 4) | (wide ? head.littleInt(EXT + 0x150) << 32 : 0);
    return Optional.of(
        new DeviceContent.Filesystem(extType(head), extNeedsCheck(head), blocks << blockShift));
  }

  /** The same distinction as libblkid's: by the features that the older two never had. */
  private static String extType(Bytes head) {
    boolean journal = (head.littleInt(EXT + 0x5c) & 0x4) != 0;
    long incompatible = head.littleInt(EXT + 0x60);
    long readOnlyCompatible = head.littleInt(EXT + 0x64);
    if ((incompatible & 0x8) != 0) {
      return "jbd";
    }
    if ((incompatible & ~0x16L) != 0 || (readOnlyCompatible & ~0x7L) != 0) {
      return "ext4";
    }
    return journal ? "ext3" : "ext2";
  }

  /** An unclean end is no reason where there is a journal: the kernel replays it when it mounts. */
  private static boolean extNeedsCheck(Bytes head) {
    int state = head.littleShort(EXT + 0x3a);
    boolean journal = (head.littleInt(EXT + 0x5c) & 0x4) != 0;
    boolean errors = (state & 2) != 0;
    boolean clean = (state & 1) != 0;
    return errors || (!clean && !journal);
  }

  // Linux fs/xfs/libxfs/xfs_format.h, struct xfs_dsb; sb_inprogress is set until mkfs has ended.
  private static Optional<DeviceContent.Filesystem> xfs(Bytes head) {
    if (!head.hasAt(0, "XFSB")) {
      return Optional.empty();
    }
    boolean unfinished = head.unsigned(126) != 0;
    return Optional.of(
        new DeviceContent.Filesystem(
            unfinished ? UNFINISHED_XFS : "xfs", false, head.bigLong(8) * head.bigInt(4)));
  }

  // Linux include/uapi/linux/btrfs_tree.h, struct btrfs_super_block
  private static Optional<DeviceContent.Filesystem> btrfs(Bytes head) {
    if (!head.hasAt(BTRFS + 64, "_BHRfS_M")) {
      return Optional.empty();
    }
    return Optional.of(new DeviceContent.Filesystem("btrfs", false, head.littleLong(BTRFS + 112)));
  }
}
