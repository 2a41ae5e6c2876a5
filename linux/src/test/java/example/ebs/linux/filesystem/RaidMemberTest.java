package example.ebs.linux.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is a member of a Linux RAID, and who only looks like one. */
final class RaidMemberTest {
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

  @Test
  void whatAFileHoldsIsNobodysSuperblock() throws IOException {
    Image whole = ext4("64m");
    whole.put(-8192, raidOne(-8192)).put(-65536, raidOld());

    assertThat(whole.content()).isInstanceOf(DeviceContent.Filesystem.class);
  }

  @ParameterizedTest
  @CsvSource({"4, 2, another version", "144, 77, another place"})
  void aSuperblockOfAnotherKindOrPlaceIsNone(int at, int value, String why) throws IOException {
    byte[] other = raidOne(-8192);
    little(other).putInt(at, value);

    assertThat(ext4("60m").put(-8192, summed(other)).content())
        .as(why)
        .isInstanceOf(DeviceContent.Filesystem.class);
  }

  @Test
  void aSuperblockWithAWrongChecksumIsNone() throws IOException {
    Image almost = ext4("60m").put(-8192, raidOne(-8192)).putLittleInt(-8192 + 216, 1);

    assertThat(almost.content()).isInstanceOf(DeviceContent.Filesystem.class);
  }

  @ParameterizedTest
  @CsvSource({"4, 1, another version", "32, 65536, an array that is larger than its member"})
  void aSuperblockOfTheOldKindThatDoesNotFitIsNone(int at, int value, String why)
      throws IOException {
    Image almost = ext4("60m").put(-65536, raidOld()).putLittleInt(-65536 + at, value);

    assertThat(almost.content()).as(why).isInstanceOf(DeviceContent.Filesystem.class);
  }

  @Test
  void theOldKindMayBeOfAMachineWithTheOtherByteOrder() throws IOException {
    byte[] bytes = new byte[512];
    ByteBuffer.wrap(bytes).putInt(0, MD).putInt(8, 90).putInt(32, 60 << 10);

    assertThat(ext4("60m").put(-65536, bytes).content()).isEqualTo(RAID);
  }

  private Image blank() throws IOException {
    return Image.blank(folder, MEBIBYTES);
  }

  private Image ext4(String size) throws IOException {
    return Image.blank(folder, MEBIBYTES).ext4(size);
  }

  /** Linux md_p.h, struct mdp_superblock_1, for an array of two. */
  private static byte[] raidOne(long offset) {
    byte[] bytes = new byte[512];
    ByteBuffer block = little(bytes);
    block.putInt(0, MD).putInt(4, 1).putInt(72, 1).putInt(92, 2).putInt(220, 3);
    block.putLong(144, (offset < 0 ? SIZE + offset : offset) / 512);
    block.putShort(258, (short) 1).putShort(260, (short) 0xffff);
    return summed(bytes);
  }

  /** The same with its checksum, whatever it had before. */
  private static byte[] summed(byte[] bytes) {
    ByteBuffer block = little(bytes).putInt(216, 0);
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

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
