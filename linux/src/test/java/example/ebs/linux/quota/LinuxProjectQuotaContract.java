package example.ebs.linux.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.Shell;
import example.ebs.csi.failure.Failure;
import example.ebs.linux.RootOnly;
import example.ebs.linux.system.Descriptor;
import example.ebs.linux.system.LinuxQuotas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract with a kernel that has project quota, and that it really holds. */
abstract class LinuxProjectQuotaContract extends ProjectQuotaContract {
  private static final int ROOM = 320;

  private @TempDir Path temporary;

  /** Makes a filesystem with project quota in an image. */
  abstract String[] format(Path image);

  @BeforeEach
  void mount() throws IOException {
    RootOnly.require();
    Files.createDirectory(folder());
    Path image = temporary.resolve("image");
    Shell.run("truncate", "-s", ROOM + "M", image.toString());
    Shell.run(format(image));
    Shell.Result mounted =
        Shell.result("mount", "-o", "loop,prjquota", image.toString(), folder().toString());
    if (mounted.exitCode() != 0) {
      RootOnly.skip("this kernel mounts nothing with project quota; .ci/quota has one that does");
    }
    Shell.result("rmdir", folder().resolve("lost+found").toString());
  }

  @AfterEach
  void unmount() {
    Shell.result("umount", folder().toString());
  }

  @Override
  ProjectQuota quota() {
    return new LinuxProjectQuota(new LinuxQuotas());
  }

  @Override
  Path folder() {
    return temporary.resolve("mounted");
  }

  @Test
  void whoWritesPastTheLimitIsStoppedAndNobodyElse() throws IOException {
    Path limited = directory("a");
    Path other = directory("b");
    limit(limited, 4 * MEBIBYTE);
    limit(other, 16 * MEBIBYTE);
    Files.createDirectories(limited.resolve("deep/er"));

    assertThat(write(limited.resolve("deep/er/file")).output())
        .containsPattern("quota exceeded|No space left");
    assertThat(usage(limited).orElseThrow().usedBytes()).isLessThanOrEqualTo(4 * MEBIBYTE);
    assertThat(write(other.resolve("file")).exitCode()).isZero();
    assertThat(write(folder().resolve("unlimited")).exitCode()).isZero();
  }

  @Test
  void whoMakesTooManyFilesIsStoppedAndNobodyElse() throws IOException {
    Path limited = directory("a");
    Path other = directory("b");
    limit(limited, 4 * MEBIBYTE);
    limit(other, 4 * MEBIBYTE);

    assertThat(makeFiles(limited, FileLimit.of(4 * MEBIBYTE)).output())
        .containsPattern("quota exceeded|No space left");
    QuotaUsage usage = usage(limited).orElseThrow();
    assertThat(usage.usedInodes()).isEqualTo(usage.limitInodes());
    assertThat(makeFiles(other, FileLimit.of(4 * MEBIBYTE) - 1).exitCode()).isZero();
    assertThat(makeFiles(folder(), 1).exitCode()).isZero();
  }

  /** Empty ones, of which one is too many for a directory that may hold as many with itself. */
  private static Shell.Result makeFiles(Path folder, long count) {
    return unprivileged(
        "sh",
        "-c",
        "i=0; while [ $i -lt %d ]; do : >'%s'/file$i || exit 1; i=$((i + 1)); done"
            .formatted(count, folder));
  }

  /** Eight mebibytes. */
  private static Shell.Result write(Path file) {
    return unprivileged("dd", "if=/dev/zero", "bs=1M", "count=8", "conv=fsync", "of=" + file);
  }

  /** A program with no more rights than root has in a container. */
  private static Shell.Result unprivileged(String... command) {
    Stream<String> rights =
        Stream.of("setpriv", "--bounding-set=-sys_resource", "--inh-caps=-sys_resource");
    return Shell.result(Stream.concat(rights, Stream.of(command)).toArray(String[]::new));
  }

  @Test
  void theDirectorysSizeIsItsLimit() throws IOException {
    Path limited = directory("a");
    limit(limited, 4 * MEBIBYTE);

    assertThat(Shell.run("stat", "-f", "-c", "%b %S", limited.toString()))
        .satisfies(
            words -> {
              String[] numbers = words.split(" ", -1);
              long bytes = Long.parseLong(numbers[0]) * Long.parseLong(numbers[1]);
              assertThat(bytes).isEqualTo(4 * MEBIBYTE);
            });
  }

  @Test
  void aNumberWhoseFilesAreStillThereIsNotGivenToAnother() throws IOException {
    Path first = directory("a");
    limit(first, 4 * MEBIBYTE);
    Files.write(first.resolve("file"), new byte[2 << 20]);
    Path trash = Files.move(first, folder().resolve("trash"));
    clear(trash);
    // The same volume's name again, and so the same numbers in the same order.
    Path second = directory("a");
    limit(second, 4 * MEBIBYTE);

    assertThat(usage(second).orElseThrow().usedBytes()).isLessThan(MEBIBYTE);
  }

  @Test
  void aLimitThatWasNotYetSetWhenWeWereKilledIsSetByTheNextCall() throws IOException {
    Path directory = directory("a");
    int number = ProjectNumbers.of(directory.toString()).findFirst().orElseThrow();
    try (Descriptor opened = open(directory)) {
      new LinuxQuotas().assign(opened, number);
      assertThat(quota().usage(opened)).isEmpty();
    }
    limit(directory, MEBIBYTE);

    assertThat(usage(directory).orElseThrow().limitBytes()).isEqualTo(MEBIBYTE);
  }

  @Test
  void aDirectoryThatSomebodyElseLimitsIsLeftAlone() throws IOException {
    Path directory = directory("a");
    try (Descriptor opened = open(directory)) {
      new LinuxQuotas().assign(opened, 42);
      assertThat(quota().support(opened))
          .isInstanceOfSatisfying(
              QuotaSupport.Missing.class,
              missing -> assertThat(missing.reason()).contains("project 42"));
    }
    assertThatThrownBy(() -> limit(directory, MEBIBYTE))
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining("project 42");
  }
}
