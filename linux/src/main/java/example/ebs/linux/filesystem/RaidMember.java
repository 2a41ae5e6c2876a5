package example.ebs.linux.filesystem;

/**
 * Finds superblocks of Linux md; pure.
 *
 * <p>A superblock says where it is, and counts only there; the kernel takes none with a wrong
 * checksum. Those near a device's end are beyond the filesystem that the array may hold: a block
 * within a filesystem is a file's, whatever is in it.
 */
final class RaidMember {
  private static final byte[] MAGIC = {(byte) 0xfc, 0x4e, 0x2b, (byte) 0xa9};
  private static final int SECTOR = 512;
  private static final int UNIT_OF_OLD = 64 * 1024;
  private static final int SUM = 216;
  private static final int SUMMED_ALWAYS = 256;

  private RaidMember() {}

  /**
   * Whether the device is a member.
   *
   * @param filesystemEnd the first byte behind a filesystem that shows; 0 if none does
   */
  static boolean is(Edges edges, long filesystemEnd) {
    // Version 1.0: 8 KiB from the end, rounded down to 4 KiB; 0.90: the last whole 64 KiB but one.
    long one = edges.size() / 4096 * 4096 - 8192;
    long old = edges.size() / UNIT_OF_OLD * UNIT_OF_OLD - UNIT_OF_OLD;
    return isOne(edges.head(), 0, 0)
        || isOne(edges.head(), 4096, 4096)
        || (one >= filesystemEnd && isOne(edges.tail(), edges.inTail(one), one))
        || (old >= filesystemEnd && isOld(edges.tail(), edges.inTail(old), old));
  }

  // Linux include/uapi/linux/raid/md_p.h, struct mdp_superblock_1
  private static boolean isOne(Bytes bytes, int at, long offset) {
    return bytes.hasAt(at, MAGIC)
        && bytes.littleInt(at + 4) == 1
        && bytes.littleLong(at + 144) == offset / SECTOR
        && sum(bytes, at) == bytes.littleInt(at + SUM);
  }

  // drivers/md/md.c, calc_sb_1_csum
  private static long sum(Bytes bytes, int at) {
    long members = bytes.littleInt(at + 220);
    int length = SUMMED_ALWAYS + 2 * (int) Math.min(members, 1920);
    long sum = 0;
    for (int i = 0; i + 4 <= length; i += 4) {
      sum += i == SUM ? 0 : bytes.littleInt(at + i);
    }
    sum += length % 4 == 2 ? bytes.littleShort(at + length - 2) : 0;
    return ((sum & 0xffff_ffffL) + (sum >>> 32)) & 0xffff_ffffL;
  }

  /**
   * The array's part of the device has to fit before the superblock; it may be of either endian.
   */
  private static boolean isOld(Bytes bytes, int at, long offset) {
    boolean little = bytes.hasAt(at, MAGIC);
    boolean big = bytes.bigInt(at) == 0xa92b_4efcL;
    long kibibytes = little ? bytes.littleInt(at + 32) : bytes.bigInt(at + 32);
    long major = little ? bytes.littleInt(at + 4) : bytes.bigInt(at + 4);
    return (little || big) && major == 0 && kibibytes << 10 <= offset;
  }
}
