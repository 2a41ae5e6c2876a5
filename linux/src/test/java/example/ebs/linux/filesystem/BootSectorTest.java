package example.ebs.linux.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Windows, cameras and firmware put on a device is named as what it is; blkid agrees. */
final class BootSectorTest {
  private static final int MEBIBYTES = 64;
  private static final long SIZE = (long) MEBIBYTES << 20;
  private static final int SECTOR = 512;

  /** What a boot sector is taken for that names no filesystem. */
  private static final DeviceContent TABLE = new DeviceContent.Other("a partition table");

  private @TempDir Path folder;

  @Test
  void ntfsIsNamed() throws IOException {
    byte[] sector = boot("NTFS    ");
    ByteBuffer boot = little(sector).putShort(11, (short) SECTOR).put(13, (byte) 8);
    boot.put(21, (byte) 0xf8).putLong(40, SIZE / SECTOR - 1).putLong(48, 4).putLong(56, 8);
    boot.put(64, (byte) 0xf6);
    Image image = Image.blank(folder, MEBIBYTES).put(0, sector);

    assertThat(image.content())
        .isEqualTo(new DeviceContent.Filesystem("ntfs", false, SIZE - SECTOR));
  }

  @Test
  void exfatIsNamed() throws IOException {
    Image image = Image.blank(folder, MEBIBYTES).put(0, exfat());

    assertThat(image.content()).isEqualTo(new DeviceContent.Filesystem("exfat", false, SIZE));
    assertThat(image.blkid().output()).contains("TYPE=\"exfat\"");
  }

  @Test
  void exfatCountsWithItsChecksumOnly() throws IOException {
    Image image = Image.blank(folder, MEBIBYTES).put(0, exfat()).put(3 * SECTOR, "x");

    assertThat(image.content()).isEqualTo(TABLE);
  }

  private static byte[] exfat() {
    byte[] region = new byte[12 * SECTOR];
    byte[] sector = boot("EXFAT   ");
    ByteBuffer boot = little(sector).put(0, (byte) 0xeb).put(1, (byte) 0x76).put(2, (byte) 0x90);
    boot.putLong(72, SIZE / SECTOR).putInt(80, 128).putInt(84, 128).putInt(88, 256);
    boot.putInt(92, 1000).putInt(96, 4).putShort(104, (short) 0x100);
    boot.put(108, (byte) 9).put(109, (byte) 3).put(110, (byte) 1);
    System.arraycopy(sector, 0, region, 0, SECTOR);
    int sum = 0;
    for (int i = 0; i < 11 * SECTOR; i++) {
      boolean changing = i == 106 || i == 107 || i == 112;
      sum = changing ? sum : ((sum << 31) | (sum >>> 1)) + (region[i] & 0xff);
    }
    for (int i = 11 * SECTOR; i < region.length; i += 4) {
      ByteBuffer.wrap(region).order(ByteOrder.LITTLE_ENDIAN).putInt(i, sum);
    }
    return region;
  }

  @Test
  void fatIsNamed() throws IOException {
    Image image = fat();

    assertThat(image.content()).isEqualTo(new DeviceContent.Filesystem("vfat", false, SIZE));
    assertThat(image.blkid().output()).contains("TYPE=\"vfat\"");
  }

  @ParameterizedTest
  @CsvSource({
    "12, 0, sectors of no size",
    "13, 3, clusters of three sectors",
    "14, 0, no sector set aside",
    "16, 0, no table of files",
    "21, 17, a medium that there is not"
  })
  void fatCountsWithNumbersThatMakeSense(int at, byte value, String why) throws IOException {
    assertThat(fat().put(at, value).content()).as(why).isEqualTo(TABLE);
  }

  private Image fat() throws IOException {
    byte[] sector = boot("mkfs.fat");
    ByteBuffer boot = little(sector).putShort(11, (short) SECTOR).put(13, (byte) 4);
    boot.putShort(14, (short) 4)
        .put(16, (byte) 2)
        .putShort(17, (short) SECTOR)
        .put(21, (byte) 0xf8);
    boot.putShort(22, (short) 128).putInt(32, (int) (SIZE / SECTOR));
    return Image.blank(folder, MEBIBYTES).put(0, sector).put(54, "FAT16   ");
  }

  @Test
  void aNameAloneIsNoFilesystem() throws IOException {
    for (String name : new String[] {"NTFS    ", "EXFAT   ", "mkfs.fat"}) {
      assertThat(Image.blank(folder, MEBIBYTES).put(0, boot(name)).content()).isEqualTo(TABLE);
    }
  }

  private static byte[] boot(String name) {
    byte[] sector = new byte[SECTOR];
    little(sector).put(0, (byte) 0xeb).put(1, (byte) 0x3c).put(2, (byte) 0x90);
    System.arraycopy(name.getBytes(StandardCharsets.US_ASCII), 0, sector, 3, name.length());
    little(sector).put(510, (byte) 0x55).put(511, (byte) 0xaa);
    return sector;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
