package example.ebs.linux.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.Shell;
import example.ebs.csi.model.FilesystemType;
import example.ebs.linux.process.ProcessCommands;
import example.ebs.linux.system.LinuxFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.LongRange;

/** The marker harms nothing that a filesystem needs, whatever the size of the device. */
final class FormatMarkerProperties {
  private static final long MIB = 1 << 20;
  private static final Pattern BACKUP = Pattern.compile("Backup superblock at (\\d+),");
  private static final Pattern BLOCK_SIZE = Pattern.compile("Block size: +(\\d+)");
  private static final int E2FSCK_FOUND_NO_FILESYSTEM = 8;

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void everyBackupSuperblockOfEverySizeIsThere(@ForAll("sizes") long bytes) throws IOException {
    assertWhole(bytes);
  }

  /** Where the last group of an ext4 that fills its device begins a MiB before the end. */
  @Example
  void everyBackupSuperblockIsThereAlsoWhereTheLastOneIsNearTheEnd() throws IOException {
    for (long mebibytes : List.of(25, 41, 57, 73, 129, 201, 217, 257)) {
      assertWhole(mebibytes * MIB);
      assertWhole((mebibytes + 1) * MIB);
    }
  }

  @Property
  void theMarkerLiesBetweenTheFilesystemAndWhatMkfsClearsAtTheEnd(
      @ForAll @LongRange(min = 16 * MIB, max = 64L << 40) long size) {
    assertThat(FormatMarker.offset(size)).isPositive().isEqualTo(size(size) / 4096 * 4096);
    assertThat(FormatMarker.end(size)).isLessThanOrEqualTo(size - 128 * 1024);
  }

  private static long size(long deviceSize) {
    return deviceSize - MIB;
  }

  @Provide
  Arbitrary<Long> sizes() {
    return Arbitraries.longs()
        .between(16 * MIB / 512, 600 * MIB / 512)
        .map(sectors -> sectors * 512);
  }

  private static void assertWhole(long bytes) throws IOException {
    Path folder = Files.createTempDirectory("ebs-marker-");
    Image image = Image.blank(folder, 0);
    try {
      try (RandomAccessFile file = new RandomAccessFile(image.file().toFile(), "rw")) {
        file.setLength(bytes);
      }
      new LinuxFilesystems(new ProcessCommands(), new LinuxFiles())
          .format(image.device(false), FilesystemType.EXT4);

      assertThat(image.isMarked()).isFalse();
      Shell.run("e2fsck", "-fn", image.file().toString());
      assertBackups(image);
    } finally {
      Files.delete(image.file());
      Files.delete(folder);
    }
  }

  private static void assertBackups(Image image) {
    String file = image.file().toString();
    String described = Shell.run("dumpe2fs", file);
    String blockSize = BLOCK_SIZE.matcher(described).results().findFirst().orElseThrow().group(1);
    for (MatchResult backup : BACKUP.matcher(described).results().toList()) {
      Shell.Result check =
          Shell.result("e2fsck", "-fn", "-b", backup.group(1), "-B", blockSize, file);
      assertThat(check.exitCode()).as("%s", check).isLessThan(E2FSCK_FOUND_NO_FILESYSTEM);
    }
  }
}
