package example.ebs.linux.filesystem;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the superblocks of ext2, ext3, ext4, xfs and btrfs, and names those of FAT, exFAT and NTFS;
 * pure.
 *
 * <p>Two bytes in the right place make no filesystem: sizes must make sense, and checksums agree
 * where there are any.
 */
final class Superblocks {
  private static final int EXT = 1024;
  private static final int EXT_CHECKSUM = 0x3fc;
  private static final int XFS_CHECKSUM = 224;
  private static final int BTRFS = 64 * 1024;
  private static final int BTRFS_LENGTH = 4096;
  private static final int CHECKSUM = 4;

  private Superblocks() {}

  /**
   * The filesystems that the beginning of a device shows; more than one means that nobody can tell.
   * A damaged one counts where there is no other.
   */
  static List<Superblock> in(Bytes head) {
    List<Superblock> found =
        Stream.of(ext(head), xfs(head), btrfs(head), BootSector.in(head))
            .flatMap(Optional::stream)
            .toList();
    List<Superblock> whole =
        found.stream()
            .filter(superblock -> superblock.condition() != Superblock.Condition.DAMAGED)
            .toList();
    return whole.isEmpty() ? found : whole;
  }

  // Linux Documentation/filesystems/ext4/super.rst
  private static Optional<Superblock> ext(Bytes head) {
    long blockShift = 10 + head.littleInt(EXT + 0x18);
    boolean plausible =
        blockShift <= 16
            && head.littleInt(EXT) != 0
            && head.littleInt(EXT + 0x20) != 0
            && head.littleInt(EXT + 0x28) != 0;
    if (head.littleShort(EXT + 0x38) != 0xef53 || !plausible) {
      return Optional.empty();
    }
    boolean wide = (head.littleInt(EXT + 0x60) & 0x80) != 0;
    long blocks = head.littleInt(EXT + 4) | (wide ? head.littleInt(EXT + 0x150) << 32 : 0);
    return Optional.of(
        new Superblock(
            extType(head), head.uuid(EXT + 0x68), blocks << blockShift, extCondition(head)));
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

  /**
   * A journal that is to be replayed makes it unclean: the journal may say that the kernel gave up
   * on the filesystem, and the kernel would go on with that all the same.
   */
  private static Superblock.Condition extCondition(Bytes head) {
    boolean checksummed = (head.littleInt(EXT + 0x64) & 0x400) != 0;
    // Unlike others, ext4 does not invert the sum at the end.
    long sum = ~head.crc32c(EXT, EXT_CHECKSUM) & 0xffff_ffffL;
    if (checksummed && sum != head.littleInt(EXT + EXT_CHECKSUM)) {
      return Superblock.Condition.DAMAGED;
    }
    int state = head.littleShort(EXT + 0x3a);
    boolean clean = (state & 1) != 0;
    boolean errors = (state & 2) != 0;
    boolean replay = (head.littleInt(EXT + 0x60) & 0x4) != 0;
    return clean && !errors && !replay ? Superblock.Condition.SOUND : Superblock.Condition.UNCLEAN;
  }

  // Linux fs/xfs/libxfs/xfs_format.h, struct xfs_dsb
  private static Optional<Superblock> xfs(Bytes head) {
    long blockSize = head.bigInt(4);
    boolean plausible = Long.bitCount(blockSize) == 1 && blockSize >= 512 && blockSize <= 65536;
    if (!head.hasAt(0, "XFSB") || !plausible) {
      return Optional.empty();
    }
    return Optional.of(
        new Superblock("xfs", head.uuid(32), head.bigLong(8) * blockSize, xfsCondition(head)));
  }

  /** It needs no check: xfs repairs itself from its log when it is mounted. */
  private static Superblock.Condition xfsCondition(Bytes head) {
    // sb_inprogress is set until mkfs has ended.
    if (head.unsigned(126) != 0) {
      return Superblock.Condition.UNFINISHED;
    }
    boolean checksummed = (head.bigShort(100) & 0xf) == 5;
    int sector = head.bigShort(102);
    boolean right =
        !checksummed
            || head.crc32c(0, sector, XFS_CHECKSUM, CHECKSUM) == head.littleInt(XFS_CHECKSUM);
    return right ? Superblock.Condition.SOUND : Superblock.Condition.DAMAGED;
  }

  // Linux include/uapi/linux/btrfs_tree.h, struct btrfs_super_block
  private static Optional<Superblock> btrfs(Bytes head) {
    if (!head.hasAt(BTRFS + 64, "_BHRfS_M") || head.littleLong(BTRFS + 48) != BTRFS) {
      return Optional.empty();
    }
    // Of its four kinds of checksum, the first and usual one.
    boolean checksummed = head.littleShort(BTRFS + 196) == 0;
    boolean right =
        !checksummed || head.crc32c(BTRFS + 32, BTRFS_LENGTH - 32) == head.littleInt(BTRFS);
    return Optional.of(
        new Superblock(
            "btrfs",
            head.uuid(BTRFS + 32),
            head.littleLong(BTRFS + 112),
            right ? Superblock.Condition.SOUND : Superblock.Condition.DAMAGED));
  }
}
