package example.ebs.linux.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.Shell;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who owns a device is believed as blkid believes it, and nobody else is. */
final class SignaturesTest {
  private static final int MEBIBYTES = 64;
  private static final long SIZE = (long) MEBIBYTES << 20;
  private static final int MD = 0xa92b4efc;
  private static final DeviceContent RAID = new DeviceContent.Other("a member of a Linux RAID");

  private @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"0", "4096", "-8192"})
  void aMemberOfARaidIsKnownByItsSuperblock(long offset) throws IOException {
    Image member = blank().put(offset, raidOne(offset));

    assertThat(member.content()).isEqualTo(RAID);
    assertThat(member.blkid().output()).contains("linux_raid_member");
  }

  @Test
  void aMemberOfARaidOfTheOldKindIsKnownByItsSuperblock() throws IOException {
    Image member = blank().put(-65536, raidOld());

    assertThat(member.content()).isEqualTo(RAID);
    assertThat(member.blkid().output()).contains("linux_raid_member");
  }

  /** The array's filesystem ends before the superblock, which is near the member's end. */
  @Test
  void aFilesystemWithinARaidIsNotMountedBehindItsBack() throws IOException {
    assertThat(ext4("60m").put(-8192, raidOne(-8192)).content()).isEqualTo(RAID);
    assertThat(ext4("60m").put(-65536, raidOld()).content()).isEqualTo(RAID);
    assertThat(ext4("64m").put(4096, raidOne(4096)).content()).isEqualTo(RAID);
    assertThat(
            Image.blank(folder, 128)
                .run("mkfs.ext4", "-q", "-F")
                .run("truncate", "-s", "64M")
                .put(-8192, raidOne(-8192))
                .content())
        .as("striped over two devices")
        .isEqualTo(RAID);
  }

  /** ZFS leaves the first 8 KiB, and with them the superblock of what was there before. */
  @ParameterizedTest
  @ValueSource(strings = {"mkfs.ext4", "mkfs.xfs"})
  void aMemberOfAZfsPoolIsKnownThoughAnOlderSuperblockIsLeft(String mkfs) throws IOException {
    Image member = Image.blank(folder, 512).run(mkfs, "-q").put(16 * 1024, zfsList());
    for (int uberblock = 128; uberblock < 136; uberblock++) {
      member.put(uberblock * 1024L, little(new byte[16]).putLong(0x00bab10c).putLong(5000).array());
    }

    assertThat(member.content()).isEqualTo(new DeviceContent.Other("a member of a ZFS pool"));
    assertThat(member.blkid().exitCode()).as("two things at once").isEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x6b, 0x6c, 0x6d})
  void whatDrbdCopiesIsNotMountedBehindItsBack(int version) throws IOException {
    Image copied =
        ext4("60m")
            .put(-4096 + 60, new byte[] {(byte) 0x83, 0x74, 0x02, (byte) version})
            .put(-4096 + 80, new byte[] {0, 0, 0x10, 0});

    assertThat(copied.content()).isEqualTo(new DeviceContent.Other("a DRBD device"));
    assertThat(copied.blkid().output()).contains("TYPE=\"drbd\"");
  }

  @ParameterizedTest
  @CsvSource({
    "c68573f64e1a45ca8265f57f48ba6d81, a bcache device",
    "c68573f666ce90a9d96a60cf803df7ef, the filesystem bcachefs"
  })
  void bcacheIsKnownThoughAnOlderSuperblockIsLeft(String magic, String what) throws IOException {
    Image member = ext4("64m").put(4096 + 24, HexFormat.of().parseHex(magic));

    assertThat(member.content()).isEqualTo(new DeviceContent.Other(what));
  }

  /** A label's list from its head on, and the trailer of its block. */
  private static byte[] zfsList() {
    byte[] list = new byte[112 * 1024];
    byte[] head = HexFormat.of().parseHex("0101000000000000000000010000002400000020" + "00000007");
    System.arraycopy(head, 0, list, 0, head.length);
    byte[] version = "version".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(version, 0, list, head.length, version.length);
    ByteBuffer.wrap(list)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(list.length - 40, 0x0210da7ab10c7a11L);
    return list;
  }

  @Test
  void whatAFileHoldsIsNobodysSuperblock() throws IOException {
    Image whole = ext4("64m");
    whole.put(-8192, raidOne(-8192)).put(-65536, raidOld());

    assertThat(whole.content()).isInstanceOf(DeviceContent.Filesystem.class);
  }

  @ParameterizedTest
  @CsvSource({"4, 2, another version", "144, 77, another place", "216, 1, a wrong checksum"})
  void aSuperblockThatTheKernelWouldNotTakeIsNone(int at, int value, String why)
      throws IOException {
    Image almost = ext4("60m").put(-8192, raidOne(-8192)).putLittleInt(-8192 + at, value);

    assertThat(almost.content()).as(why).isInstanceOf(DeviceContent.Filesystem.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void anLvmLabelCountsWithItsPlaceAndChecksum(int sector) throws IOException {
    DeviceContent lvm = new DeviceContent.Other("an LVM physical volume");
    Image physical = ext4("64m").put(512L * sector, lvmLabel(sector));

    assertThat(physical.content()).isEqualTo(lvm);
    assertThat(blank().put(512L * sector, lvmLabel(sector)).blkid().output())
        .contains("LVM2_member");
    assertThat(ext4("64m").put(0, lvmLabel(1)).content())
        .isInstanceOf(DeviceContent.Filesystem.class);
    assertThat(ext4("64m").put(512, lvmLabel(1)).put(600, "x").content())
        .isInstanceOf(DeviceContent.Filesystem.class);
  }

  @Test
  void luksCountsWithAVersionThatThereIs() throws IOException {
    assertThat(blank().put(0, "LUKS\u00ba\u00be\0\2").content())
        .isEqualTo(new DeviceContent.Other("LUKS encryption"));
    assertThat(ext4("64m").put(0, "LUKS\u00ba\u00be\0\7").content())
        .isInstanceOf(DeviceContent.Filesystem.class);
  }

  @Test
  void swapCountsWithItsHeader() throws IOException {
    assertThat(blank().run("mkswap").content()).isEqualTo(new DeviceContent.Other("swap space"));
    for (int page = 4096; page <= 65536; page *= 2) {
      assertThat(ext4("64m").put(page - 10, "SWAPSPACE2").content())
          .isInstanceOf(DeviceContent.Filesystem.class);
    }
  }

  @Test
  void anotherFilesystemsSuperblockCountsWithItsPlaceAndChecksum() throws IOException {
    assertThat(ext4("64m").put(65536 + 64, "_BHRfS_M").content())
        .isInstanceOf(DeviceContent.Filesystem.class);
    assertThat(ext4("64m").put(65536 + 64, "_BHRfS_M").putLittleInt(65536 + 48, 65536).content())
        .isInstanceOf(DeviceContent.Filesystem.class);
    assertThat(ext4("64m").put(0, "XFSB").content()).isInstanceOf(DeviceContent.Filesystem.class);
  }

  private Image blank() throws IOException {
    return Image.blank(folder, MEBIBYTES);
  }

  private Image ext4(String size) throws IOException {
    Image image = blank();
    Shell.run("mkfs.ext4", "-q", "-F", image.file().toString(), size);
    return image;
  }

  /** Linux md_p.h, struct mdp_superblock_1, for an array of two. */
  private static byte[] raidOne(long offset) {
    byte[] bytes = new byte[512];
    ByteBuffer block = little(bytes);
    block.putInt(0, MD).putInt(4, 1).putInt(72, 1).putInt(92, 2).putInt(220, 3);
    block.putLong(144, (offset < 0 ? SIZE + offset : offset) / 512);
    block.putShort(258, (short) 1).putShort(260, (short) 0xffff);
    long sum = 0;
    for (int word = 0; word < 65; word++) {
      sum += Integer.toUnsignedLong(block.getInt(4 * word));
    }
    sum += Short.toUnsignedLong(block.getShort(260));
    block.putInt(216, (int) (sum + (sum >>> 32)));
    return bytes;
  }

  /** Linux md_p.h, struct mdp_superblock_s. */
  private static byte[] raidOld() {
    byte[] bytes = new byte[512];
    little(bytes).putInt(0, MD).putInt(8, 90).putInt(32, 60 << 10);
    return bytes;
  }

  private static byte[] lvmLabel(int sector) {
    byte[] bytes = new byte[512];
    ByteBuffer label = little(bytes);
    label.put(0, text("LABELONE")).putLong(8, sector).putInt(20, 32).put(24, text("LVM2 001"));
    label.put(32, text("abcdefghijklmnopqrstuvwxyz012345"));
    label.putInt(16, lvmSum(bytes));
    return bytes;
  }

  /**
   * LVM's sum does not begin as CRC-32 does and is not inverted. What the beginning changes is the
   * same for all contents, so the sum over zeroes gives the difference.
   */
  private static int lvmSum(byte[] label) {
    CRC32 usual = new CRC32();
    usual.update(label, 20, 492);
    CRC32 zeroes = new CRC32();
    zeroes.update(new byte[492]);
    return (int) ~usual.getValue() ^ (int) ~zeroes.getValue() ^ begun(0xf597a6cf, 492);
  }

  private static int begun(int seed, int zeroes) {
    int sum = seed;
    for (int bit = 0; bit < zeroes * Byte.SIZE; bit++) {
      sum = (sum >>> 1) ^ ((sum & 1) == 0 ? 0 : 0xedb88320);
    }
    return sum;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
