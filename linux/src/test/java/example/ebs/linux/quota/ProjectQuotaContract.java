package example.ebs.linux.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.system.Descriptor;
import example.ebs.linux.system.LinuxFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What everybody relies on, of the fake and of filesystems that have quota alike. */
abstract class ProjectQuotaContract {
  static final long MEBIBYTE = 1 << 20;
  private static final int LARGEST_BLOCK = 64 << 10;

  abstract ProjectQuota quota();

  /** An empty folder in a filesystem that limits directories. */
  abstract Path folder();

  @Test
  void aFilesystemThatLimitsSaysSo() {
    try (Descriptor folder = open(folder())) {
      assertThat(quota().support(folder)).isEqualTo(new QuotaSupport.Enforced());
    }
  }

  @Test
  void aLimitedDirectoryTellsItsLimitAndWhatItHolds() throws IOException {
    Path directory = directory("a");
    limit(directory, 4 * MEBIBYTE);
    Files.write(directory.resolve("file"), new byte[(int) MEBIBYTE]);

    QuotaUsage usage = usage(directory).orElseThrow();
    assertThat(usage.limitBytes()).isEqualTo(4 * MEBIBYTE);
    assertThat(usage.usedBytes()).isBetween(MEBIBYTE, 2 * MEBIBYTE);
    assertThat(usage.usedInodes()).isEqualTo(2);
    assertThat(usage.limitInodes()).isEqualTo(FileLimit.of(4 * MEBIBYTE));
  }

  @Test
  void aLimitIsRoundedUp() throws IOException {
    Path directory = directory("a");
    limit(directory, 4 * MEBIBYTE + 1);

    assertThat(usage(directory).orElseThrow().limitBytes())
        .isBetween(4 * MEBIBYTE + 1, 4 * MEBIBYTE + LARGEST_BLOCK);
  }

  @Test
  void aLimitCanBeSetAgainAndChangedWhateverTheDirectoryHolds() throws IOException {
    Path directory = directory("a");
    limit(directory, 4 * MEBIBYTE);
    Files.writeString(directory.resolve("file"), "x");
    limit(directory, 4 * MEBIBYTE);
    limit(directory, 8 * MEBIBYTE);

    assertThat(usage(directory).orElseThrow().limitBytes()).isEqualTo(8 * MEBIBYTE);
  }

  @Test
  void twoDirectoriesAreCountedEachForItself() throws IOException {
    Path one = directory("a");
    Path two = directory("b");
    limit(one, 4 * MEBIBYTE);
    limit(two, 8 * MEBIBYTE);
    Files.write(one.resolve("file"), new byte[(int) MEBIBYTE]);

    assertThat(usage(one).orElseThrow().limitBytes()).isEqualTo(4 * MEBIBYTE);
    assertThat(usage(two).orElseThrow().usedBytes()).isLessThan(MEBIBYTE);
  }

  @Test
  void aDirectoryThatHoldsFilesWhichWouldNotCountIsRefused() throws IOException {
    Path directory = directory("a");
    Files.writeString(directory.resolve("file"), "x");

    assertThatThrownBy(() -> limit(directory, MEBIBYTE))
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining("holds files already");
    assertThat(usage(directory)).isEmpty();
  }

  @Test
  void aClearedDirectoryHasNoLimitAndIsClearedAgainWithoutHarm() throws IOException {
    Path directory = directory("a");
    limit(directory, MEBIBYTE);
    clear(directory);
    clear(directory);

    assertThat(usage(directory)).isEmpty();
  }

  Path directory(String name) throws IOException {
    return Files.createDirectory(folder().resolve(name));
  }

  void limit(Path directory, long bytes) {
    try (Descriptor opened = open(directory)) {
      quota().limit(opened, directory.toString(), bytes);
    }
  }

  void clear(Path directory) {
    try (Descriptor opened = open(directory)) {
      quota().clear(opened);
    }
  }

  Optional<QuotaUsage> usage(Path directory) {
    try (Descriptor opened = open(directory)) {
      return quota().usage(opened);
    }
  }

  static Descriptor open(Path directory) {
    return new LinuxFiles().openRoot(directory);
  }
}
