package example.ebs.linux.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.Shell;
import example.ebs.linux.RootOnly;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What our reader says of what the real tools wrote, and that blkid agrees. */
final class DeviceReaderTest {
  private static final int STATE = 1024 + 0x3a;

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
  void whatWasNotUnmountedCleanlyOrKnowsOfErrorsAsksForACheck() throws IOException {
    assertThat(needsCheck(unchecked())).isFalse();
    assertThat(needsCheck(unchecked().put(STATE, (byte) 3, (byte) 0))).as("errors").isTrue();
    assertThat(needsCheck(unchecked().put(STATE, (byte) 0, (byte) 0))).as("not clean").isTrue();
    assertThat(needsCheck(unchecked().run("debugfs", "-w", "-R", "feature needs_recovery")))
        .as("a journal to be replayed")
        .isTrue();
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

  @Test
  void theMarkerOfAnotherVolumeOrOfAnotherFormatSaysNothing() throws IOException {
    Image copied = Image.blank(folder, 64);
    new FormatMarker("vol-0fedcba9876543210", UUID.randomUUID()).write(copied.file());
    assertThat(copied.content()).isInstanceOf(DeviceContent.Other.class);

    RootOnly.requireTool("mkfs.xfs");
    Image xfs = Image.blank(folder, 320).run("mkfs.xfs", "-q", "-d", "size=300m");
    xfs.put(126, (byte) 1).mark();
    assertThat(xfs.content())
        .isEqualTo(
            new DeviceContent.Other("a filesystem xfs that somebody has not finished making"));
  }

  private Image marked() throws IOException {
    Image image = Image.blank(folder, 64);
    image.mark();
    return image;
  }

  @Test
  void tracesOfTwoFilesystemsAreNobodys() throws IOException {
    RootOnly.requireTool("mkfs.xfs");
    Image both = Image.blank(folder, 320).run("mkfs.ext4", "-q", "-F");
    both.put(0, Image.blank(folder, 320).run("mkfs.xfs", "-q").bytes(0, 512));

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
  void aDamagedSuperblockIsNamedAndNotTakenForAWholeOne() throws IOException {
    DeviceContent ext4 = ext4().put(1024 + 0x78, "another name").content();

    assertThat(ext4)
        .isEqualTo(
            new DeviceContent.Other(
                "a damaged filesystem ext4, whose superblock has a wrong checksum"));
    RootOnly.requireTool("mkfs.xfs");
    assertThat(Image.blank(folder, 320).run("mkfs.xfs", "-q").put(108, "name").content())
        .isEqualTo(
            new DeviceContent.Other(
                "a damaged filesystem xfs, whose superblock has a wrong checksum"));
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
    assertThat(DeviceReader.read(folder.resolve("absent"), Image.VOLUME))
        .isInstanceOf(DeviceContent.Unreadable.class);
    assertThat(DeviceReader.read(folder, Image.VOLUME))
        .isInstanceOf(DeviceContent.Unreadable.class);
  }

  private Image unchecked() throws IOException {
    return Image.blank(folder, 64).run("mkfs.ext4", "-q", "-F", "-O", "^metadata_csum");
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
