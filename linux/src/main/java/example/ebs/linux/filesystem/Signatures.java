package example.ebs.linux.filesystem;

import java.util.Optional;

/**
 * Names of things that are no filesystem, by what the beginning and the end of a device show; pure.
 *
 * <p>What owns a device is believed as libblkid believes it: by version, place and checksum. For
 * what is to be formatted the list only makes messages better: a device that holds anything at all
 * is never blank, named or not.
 */
final class Signatures {
  private static final int SECTOR = 512;
  private static final int BOOT_SIGNATURE = 510;
  private static final int PARTITIONS = 446;
  private static final int PARTITION = 16;
  private static final int SWAP_HEADER = 1024;
  private static final int LVM_LABEL_SEED = 0xf597_a6cf;

  private Signatures() {}

  /**
   * What owns the whole device, even though a filesystem may show beneath it.
   *
   * @param filesystemEnd the first byte behind that filesystem; 0 if none shows
   */
  static Optional<String> owner(Edges edges, long filesystemEnd) {
    Bytes head = edges.head();
    return luks(head)
        .or(() -> lvm(head))
        .or(() -> gpt(head))
        .or(() -> partitions(head))
        .or(() -> swap(head))
        .or(() -> found(RaidMember.is(edges, filesystemEnd), "a member of a Linux RAID"))
        .or(() -> StackedDevice.in(edges, filesystemEnd));
  }

  /** What else is known, on a device without a filesystem. */
  static Optional<String> other(Edges edges) {
    Bytes head = edges.head();
    Bytes tail = edges.tail();
    boolean table =
        head.hasAt(SECTOR, "EFI PART")
            || tail.hasAt(tail.length() - SECTOR, "EFI PART")
            || hasBootSignature(head);
    return found(table, "a partition table");
  }

  private static Optional<String> luks(Bytes head) {
    int version = head.bigShort(6);
    return found(
        head.hasAt(0, "LUKS\u00ba\u00be") && (version == 1 || version == 2), "LUKS encryption");
  }

  /** A label says in which sector it is, and has a checksum of what comes after it. */
  private static Optional<String> lvm(Bytes head) {
    boolean label = false;
    for (int sector = 0; sector < 4; sector++) {
      int at = sector * SECTOR;
      label |=
          head.hasAt(at, "LABELONE")
              && head.hasAt(at + 24, "LVM2 001")
              && head.littleLong(at + 8) == sector
              && lvmSum(head, at) == head.littleInt(at + 16);
    }
    return found(label, "an LVM physical volume");
  }

  /** The usual CRC-32, begun with a number of LVM's own and not inverted at the end. */
  private static long lvmSum(Bytes head, int label) {
    int sum = LVM_LABEL_SEED;
    for (int at = label + 20; at < label + SECTOR; at++) {
      sum ^= head.unsigned(at);
      for (int bit = 0; bit < Byte.SIZE; bit++) {
        sum = (sum >>> 1) ^ ((sum & 1) == 0 ? 0 : 0xedb8_8320);
      }
    }
    return Integer.toUnsignedLong(sum);
  }

  private static Optional<String> gpt(Bytes head) {
    return found(isGpt(head, SECTOR) || isGpt(head, 4096), "a partition table (GPT)");
  }

  // UEFI specification 5.3.2; its sector has the number 1, however large sectors are
  private static boolean isGpt(Bytes head, int at) {
    long length = head.littleInt(at + 12);
    return head.hasAt(at, "EFI PART")
        && head.littleLong(at + 24) == 1
        && length >= 92
        && length <= 4096
        && head.crc32(at, (int) length, 16, 4) == head.littleInt(at + 16);
  }

  /**
   * A partition table of the old kind with a partition in it. The signature alone does not own the
   * device: mkfs.ext4 leaves the first KiB alone, and a boot sector may be there.
   */
  private static Optional<String> partitions(Bytes head) {
    boolean table = hasBootSignature(head);
    boolean used = false;
    for (int entry = PARTITIONS; entry < BOOT_SIGNATURE; entry += PARTITION) {
      // An active partition has 0x80 there and all others zero; boot code has what it likes.
      table &= (head.unsigned(entry) & 0x7f) == 0;
      used |=
          head.unsigned(entry + 4) != 0
              && head.littleInt(entry + 8) != 0
              && head.littleInt(entry + 12) != 0;
    }
    return found(table && used, "a partition table");
  }

  private static boolean hasBootSignature(Bytes head) {
    return head.hasAt(BOOT_SIGNATURE, (byte) 0x55, (byte) 0xaa);
  }

  /** The header has a version and a size, so that a file's page is not taken for one. */
  private static Optional<String> swap(Bytes head) {
    boolean one = head.littleInt(SWAP_HEADER) == 1 || head.bigInt(SWAP_HEADER) == 1;
    boolean counted = head.littleInt(SWAP_HEADER + 4) != 0;
    // At the end of the first memory page, whose size depends on the machine that made it.
    boolean swap = false;
    for (int page = 4096; page <= 65536; page *= 2) {
      swap |= head.hasAt(page - 10, "SWAPSPACE2");
    }
    return found(swap && one && counted, "swap space");
  }

  private static Optional<String> found(boolean is, String what) {
    return is ? Optional.of(what) : Optional.empty();
  }
}
