package example.ebs.node.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.node.RootOnly;
import example.ebs.node.Shell;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What our reader says of what the real tools wrote, and that blkid agrees. */
final class DeviceReaderTest {
  private @TempDir Path folder;

  @Test
  void zeroesAreBlankForUsAndForBlkid() throws IOException {
    Image image = Image.blank(folder, 64);

    assertThat(image.content()).isEqualTo(new DeviceContent.Blank());
    assertThat(image.blkid().exitCode()).isEqualTo(Image.BLKID_FOUND_NOTHING);
  }

  @ParameterizedTest
  @CsvSource({
    "ext2, mkfs.ext2 -q -F",
    "ext3, mkfs.ext3 -q -F",
    "ext4, mkfs.ext4 -q -F",
    "ext4, mkfs.ext4 -q -F -b 1024 -O ^has_journal",
    "ext4, mkfs.ext4 -q -F -O 64bit",
    "xfs, mkfs.xfs -q",
    "btrfs, mkfs.btrfs -q",
  })
  void filesystemsAreKnownByTheirSuperblocks(String type, String command) throws IOException {
    RootOnly.requireTool(command.split(" ", -1)[0]);
    if (type.equals("btrfs")) {
      RootOnly.require(); // mkfs.btrfs looks at the files behind all loop devices of the machine
    }
    Image image = Image.blank(folder, 320).run(command.split(" ", -1));

    assertThat(image.content())
        .isInstanceOfSatisfying(
            DeviceContent.Filesystem.class,
            found -> {
              assertThat(found.type()).isEqualTo(type);
              assertThat(found.needsCheck()).isFalse();
              assertThat(found.size()).isEqualTo(320L << 20);
              assertThat(image.blkid().output()).contains("TYPE=\"" + type + "\"");
            });
  }

  @Test
  void anErrorInTheSuperblockAsksForACheckAndAnUncleanJournalDoesNot() throws IOException {
    Image errors = ext4().put(1024 + 0x3a, (byte) 3, (byte) 0);
    Image mounted = ext4().put(1024 + 0x3a, (byte) 0, (byte) 0);
    Image noJournal =
        Image.blank(folder, 64)
            .run("mkfs.ext4", "-q", "-F", "-O", "^has_journal")
            .put(1024 + 0x3a, (byte) 0, (byte) 0);

    assertThat(needsCheck(errors)).isTrue();
    assertThat(needsCheck(mounted)).isFalse();
    assertThat(needsCheck(noJournal)).isTrue();
  }

  @Test
  void swapAndPartitionTablesOfRealToolsAreNamed() throws IOException {
    Image swap = Image.blank(folder, 64).run("mkswap");
    assertThat(swap.content()).isEqualTo(new DeviceContent.Other("swap space"));

    RootOnly.requireTool("sfdisk");
    Image gpt = partitioned("gpt");
    assertThat(gpt.content()).isEqualTo(new DeviceContent.Other("a partition table (GPT)"));
    assertThat(partitioned("dos").content())
        .isEqualTo(new DeviceContent.Other("a partition table"));
    assertThat(gpt.put(0, new byte[1 << 20]).content())
        .as("only the backup at the end is left")
        .isEqualTo(new DeviceContent.Other("a partition table"));
  }

  @Test
  void whatOwnsTheWholeDeviceIsNamed() throws IOException {
    assertThat(Image.blank(folder, 64).put(0, "LUKS\u00ba\u00be\0\2").content())
        .isEqualTo(new DeviceContent.Other("LUKS encryption"));
    assertThat(Image.blank(folder, 64).put(512, "LABELONE").put(512 + 24, "LVM2 001").content())
        .isEqualTo(new DeviceContent.Other("an LVM physical volume"));
  }

  @Test
  void aFilesystemWithinARaidIsNotMountedBehindItsBack() throws IOException {
    DeviceContent raid = new DeviceContent.Other("a member of a Linux RAID");
    Image metadataNearTheEnd = ext4().putLittleInt(-8192, 0xa92b4efc);
    Image oldMetadata = ext4().putLittleInt(-65536, 0xa92b4efc);

    assertThat(metadataNearTheEnd.content()).isEqualTo(raid);
    assertThat(oldMetadata.content()).isEqualTo(raid);
    assertThat(Image.blank(folder, 64).putLittleInt(4096, 0xa92b4efc).content()).isEqualTo(raid);
  }

  @Test
  void aPartitionTableOwnsTheDeviceWhateverFilesystemIsBeneathIt() throws IOException {
    RootOnly.requireTool("sfdisk");
    Image partitioned = ext4();
    Shell.run(
        "sh",
        "-c",
        "printf 'label: dos\\n,,\\n' | sfdisk -q --no-reread --no-tell-kernel --wipe never "
            + partitioned.file());

    assertThat(partitioned.blkid().output()).contains("TYPE=\"ext4\"").contains("PTTYPE=\"dos\"");
    assertThat(partitioned.content()).isEqualTo(new DeviceContent.Other("a partition table"));
  }

  @Test
  void aBootSectorWithoutPartitionsDoesNotHideAFilesystem() throws IOException {
    Image boot = ext4().put(510, (byte) 0x55, (byte) 0xaa);
    Image code = ext4().put(446, new byte[64]).put(440, "boot code of some kind".repeat(3));

    assertThat(boot.content()).isInstanceOf(DeviceContent.Filesystem.class);
    assertThat(code.put(510, (byte) 0x55, (byte) 0xaa).content())
        .isInstanceOf(DeviceContent.Filesystem.class);
  }

  @Test
  void besideAMarkerOnlyWhatAKilledFormatLeavesIsHalfFormatted() throws IOException {
    assertThat(marked().content()).isEqualTo(new DeviceContent.HalfFormatted());
    assertThat(marked().put(300_000, (byte) 1).content())
        .as("what mkfs wrote before it was killed")
        .isEqualTo(new DeviceContent.HalfFormatted());

    assertThat(marked().put(0, "raw data").content()).isInstanceOf(DeviceContent.Other.class);
    assertThat(marked().put(1500, (byte) 1).content()).isInstanceOf(DeviceContent.Other.class);
    assertThat(marked().put(-1, (byte) 1).content()).isInstanceOf(DeviceContent.Other.class);
    assertThat(marked().put(510, (byte) 0x55, (byte) 0xaa).content())
        .isEqualTo(new DeviceContent.Other("a partition table"));
    assertThat(marked().put(-512, "EFI PART").content())
        .isEqualTo(new DeviceContent.Other("a partition table"));
  }

  private Image marked() throws IOException {
    Image image = Image.blank(folder, 64);
    FormatMarker.write(image.file());
    return image;
  }

  @Test
  void tracesOfTwoFilesystemsAreNobodys() throws IOException {
    Image both = Image.blank(folder, 320).run("mkfs.ext4", "-q", "-F").put(0, "XFSB");

    assertThat(both.content()).isEqualTo(new DeviceContent.Other("traces of several filesystems"));
  }

  @Test
  void aFilesystemLargerThanItsDeviceIsNotMounted() throws IOException {
    Image cut = Image.blank(folder, 64).run("mkfs.ext4", "-q", "-F").run("truncate", "-s", "32M");

    assertThat(cut.content())
        .isInstanceOfSatisfying(
            DeviceContent.Other.class, other -> assertThat(other.what()).contains("more than"));
  }

  @Test
  void dataWithoutAnySignatureIsNotBlank() throws IOException {
    Image raw = Image.blank(folder, 64).put(300_000, (byte) 1);

    assertThat(raw.blkid().exitCode()).isEqualTo(Image.BLKID_FOUND_NOTHING);
    assertThat(raw.content()).isInstanceOf(DeviceContent.Other.class);
    assertThat(Image.blank(folder, 64).put(32 << 20, (byte) 1).content())
        .isInstanceOf(DeviceContent.Other.class);
  }

  @Test
  void whatCannotBeReadIsSaidSo() {
    assertThat(DeviceReader.read(folder.resolve("absent")))
        .isInstanceOf(DeviceContent.Unreadable.class);
    assertThat(DeviceReader.read(folder)).isInstanceOf(DeviceContent.Unreadable.class);
  }

  private Image ext4() throws IOException {
    return Image.blank(folder, 64).run("mkfs.ext4", "-q", "-F");
  }

  private Image partitioned(String label) throws IOException {
    Image image = Image.blank(folder, 64);
    String sfdisk = " | sfdisk -q --no-reread --no-tell-kernel " + image.file();
    Shell.run("sh", "-c", "printf 'label: " + label + "\\n,,\\n'" + sfdisk);
    return image;
  }

  private static boolean needsCheck(Image image) {
    return ((DeviceContent.Filesystem) image.content()).needsCheck();
  }
}
