package example.ebs.node.filesystem;

import java.util.Optional;

/**
 * Names of things that are no filesystem, by what the beginning and the end of a device show; pure.
 *
 * <p>The list only makes messages better: a device that holds anything at all is never blank, named
 * or not.
 */
final class Signatures {
  private static final int SECTOR = 512;
  private static final int BOOT_SIGNATURE = 510;
  private static final int PARTITIONS = 446;
  private static final int PARTITION = 16;
  private static final int MD_RESERVED = 64 * 1024;

  private Signatures() {}

  /** What owns the whole device, even though a filesystem may show beneath it. */
  static Optional<String> owner(Bytes head, Bytes tail) {
    return luks(head)
        .or(() -> lvm(head))
        .or(() -> gpt(head))
        .or(() -> partitions(head))
        .or(() -> swap(head))
        .or(() -> raid(head, tail));
  }

  /** What else is known, on a device without a filesystem. */
  static Optional<String> other(Bytes head, Bytes tail) {
    boolean backup = tail.hasAt(tail.length() - SECTOR, "EFI PART");
    if (backup || hasBootSignature(head)) {
      return Optional.of("a partition table");
    }
    return Optional.empty();
  }

  private static Optional<String> luks(Bytes head) {
    return found(head.hasAt(0, "LUKS\u00ba\u00be"), "LUKS encryption");
  }

  private static Optional<String> lvm(Bytes head) {
    boolean label = false;
    for (int sector = 0; sector < 4; sector++) {
      label |= head.hasAt(sector * SECTOR, "LABELONE");
    }
    return found(label, "an LVM physical volume");
  }

  private static Optional<String> gpt(Bytes head) {
    boolean small = head.hasAt(SECTOR, "EFI PART");
    return found(small || head.hasAt(4096, "EFI PART"), "a partition table (GPT)");
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

  private static Optional<String> swap(Bytes head) {
    // At the end of the first memory page, whose size depends on the machine that made it.
    boolean swap = false;
    for (int page = 4096; page <= 65536; page *= 2) {
      swap |= head.hasAt(page - 10, "SWAPSPACE2") || head.hasAt(page - 10, "SWAP-SPACE");
    }
    return found(swap, "swap space");
  }

  /** Linux md: version 1.1 at the start, 1.2 at 4 KiB, 1.0 and 0.90 near the end. */
  private static Optional<String> raid(Bytes head, Bytes tail) {
    byte[] magic = {(byte) 0xfc, 0x4e, 0x2b, (byte) 0xa9};
    // 0.90: in the last whole 64 KiB but one; 1.0: 8 KiB from the end, rounded down to 4 KiB.
    int old = tail.length() / MD_RESERVED * MD_RESERVED - MD_RESERVED;
    int one = (tail.length() / SECTOR - 16) / 8 * 8 * SECTOR;
    return found(
        head.hasAt(0, magic)
            || head.hasAt(4096, magic)
            || tail.hasAt(old, magic)
            || tail.hasAt(one, magic),
        "a member of a Linux RAID");
  }

  private static Optional<String> found(boolean is, String what) {
    return is ? Optional.of(what) : Optional.empty();
  }
}
