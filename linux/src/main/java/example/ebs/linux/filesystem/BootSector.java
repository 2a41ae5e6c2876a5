package example.ebs.linux.filesystem;

import java.util.Optional;

/**
 * Names the filesystems that other systems put behind a boot sector, which looks like a partition
 * table's; pure. The checks are those that libblkid makes before it believes one.
 */
final class BootSector {
  private static final int EXFAT_ZEROES = 53;
  private static final int EXFAT_SUMMED_SECTORS = 11;

  private BootSector() {}

  static Optional<Superblock> in(Bytes head) {
    return head.hasAt(510, (byte) 0x55, (byte) 0xaa)
        ? ntfs(head).or(() -> exfat(head)).or(() -> fat(head))
        : Optional.empty();
  }

  private static Optional<Superblock> ntfs(Bytes head) {
    int sector = head.littleShort(11);
    boolean is = head.hasAt(3, "NTFS    ") && isSector(sector) && head.isZero(16, 5);
    return named(is, "ntfs", head.littleLong(40) * sector);
  }

  private static Optional<Superblock> exfat(Bytes head) {
    int shift = head.unsigned(108);
    boolean is =
        head.hasAt(3, "EXFAT   ")
            && head.isZero(11, EXFAT_ZEROES)
            && shift >= 9
            && shift <= 12
            && exfatSum(head, 1 << shift) == head.littleInt(EXFAT_SUMMED_SECTORS << shift);
    return named(is, "exfat", head.littleLong(72) << shift);
  }

  // exFAT specification 3.4: all but the flags and the fill of the volume
  private static long exfatSum(Bytes head, int sector) {
    int sum = 0;
    for (int i = 0; i < sector * EXFAT_SUMMED_SECTORS; i++) {
      if (i != 106 && i != 107 && i != 112) {
        sum = Integer.rotateRight(sum, 1) + head.unsigned(i);
      }
    }
    return Integer.toUnsignedLong(sum);
  }

  private static Optional<Superblock> fat(Bytes head) {
    int sector = head.littleShort(11);
    int media = head.unsigned(21);
    boolean is =
        (head.hasAt(82, "FAT32   ") || head.hasAt(54, "FAT1") || head.hasAt(54, "FAT   "))
            && isSector(sector)
            && Integer.bitCount(head.unsigned(13)) == 1
            && head.littleShort(14) != 0
            && head.unsigned(16) != 0
            && (media >= 0xf8 || media == 0xf0);
    long few = head.littleShort(19);
    return named(is, "vfat", (few == 0 ? head.littleInt(32) : few) * sector);
  }

  private static boolean isSector(int bytes) {
    return Integer.bitCount(bytes) == 1 && bytes >= 512 && bytes <= 4096;
  }

  private static Optional<Superblock> named(boolean is, String type, long size) {
    return is
        ? Optional.of(new Superblock(type, Superblock.NO_UUID, size, Superblock.Condition.SOUND))
        : Optional.empty();
  }
}
