package example.ebs.linux.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who owns a device is believed as blkid believes it, and nobody else is. */
final class SignaturesTest {
  private static final int MEBIBYTES = 64;

  private @TempDir Path folder;

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
    Image ofNoPages = blank().put(4096 - 10, "SWAPSPACE2").putLittleInt(1024, 1);
    assertThat(ofNoPages.content()).isNotEqualTo(new DeviceContent.Other("swap space"));
  }

  /** A filesystem begins behind the first KiB, and a header may be left there from before. */
  @Test
  void aGptCountsWithItsPlaceAndChecksum() throws IOException {
    DeviceContent gpt = new DeviceContent.Other("a partition table (GPT)");

    assertThat(ext4("64m").put(512, gptHeader(1)).content()).isEqualTo(gpt);
    assertThat(ext4("64m").put(512, gptHeader(2)).content())
        .as("of another sector")
        .isInstanceOf(DeviceContent.Filesystem.class);
    assertThat(ext4("64m").put(512, gptHeader(1)).putLittleInt(512 + 16, 1).content())
        .as("a wrong checksum")
        .isInstanceOf(DeviceContent.Filesystem.class);
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
    return Image.blank(folder, MEBIBYTES).ext4(size);
  }

  // UEFI specification 5.3.2
  private static byte[] gptHeader(int sector) {
    byte[] bytes = new byte[92];
    ByteBuffer header = little(bytes).put(0, text("EFI PART")).putInt(8, 0x10000).putInt(12, 92);
    header.putLong(24, sector).putLong(72, 2).putInt(80, 128).putInt(84, 128);
    CRC32 sum = new CRC32();
    sum.update(bytes);
    header.putInt(16, (int) sum.getValue());
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
