package example.ebs.linux.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who else owns a device beneath whose superblock an older one is left. */
final class StackedDeviceTest {
  private static final int MEBIBYTES = 64;

  private @TempDir Path folder;

  /** ZFS leaves the first 8 KiB, and with them the superblock of what was there before. */
  @ParameterizedTest
  @ValueSource(strings = {"mkfs.ext4", "mkfs.xfs"})
  void aMemberOfAZfsPoolIsKnownThoughAnOlderSuperblockIsLeft(String mkfs) throws IOException {
    Image member = Image.blank(folder, 512).run(mkfs, "-q").put(16 * 1024, zfsList());
    for (int uberblock = 128; uberblock < 136; uberblock++) {
      member.put(
          uberblock * 1024L,
          ByteBuffer.allocate(16)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(0x00bab10c)
              .putLong(5000)
              .array());
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

  /** Its data is a whole filesystem, and what a file holds there is nobody's superblock. */
  @Test
  void whatAFileHoldsIsNobodysSuperblock() throws IOException {
    Image whole =
        ext4("64m").put(-4096 + 60, new byte[] {(byte) 0x83, 0x74, 0x02, 0x6b}).put(-4096, "x");

    assertThat(whole.content()).isInstanceOf(DeviceContent.Filesystem.class);
  }

  @Test
  void theListOfAZfsLabelWithoutItsTrailerIsNone() throws IOException {
    byte[] list = zfsList();
    ByteBuffer.wrap(list).putLong(list.length - 40, 0);

    assertThat(Image.blank(folder, 512).run("mkfs.xfs", "-q").put(16 * 1024, list).content())
        .isInstanceOf(DeviceContent.Filesystem.class);
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

  private Image ext4(String size) throws IOException {
    return Image.blank(folder, MEBIBYTES).ext4(size);
  }
}
