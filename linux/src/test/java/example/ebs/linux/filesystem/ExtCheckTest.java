package example.ebs.linux.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.FilesystemType;
import example.ebs.linux.process.CommandResult;
import example.ebs.linux.process.Commands;
import example.ebs.linux.process.ProcessCommands;
import example.ebs.linux.system.LinuxFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A check takes as much as it needs, and no more than a node has. */
final class ExtCheckTest {
  private static final long TEBIBYTE = 1 << 20;

  private final Commands real = new ProcessCommands();
  private @TempDir Path folder;

  @Test
  void onlyAFilesystemWithErrorsIsReadAsAWhole() throws IOException {
    List<List<String>> run = new ArrayList<>();
    Commands noting =
        (command, longest) -> {
          run.add(command);
          return real.run(command, longest);
        };
    Image replayed = ext4(64).run("debugfs", "-w", "-R", "feature needs_recovery");
    check(noting, replayed);
    assertThat(run).hasSize(1);
    assertThat(run.getFirst()).contains("journal_only");
    assertThat(needsCheck(replayed)).isFalse();

    Image errors = withErrors(ext4(64));
    check(noting, errors);
    assertThat(run).hasSize(3);
    assertThat(run.getLast()).doesNotContain("journal_only");
    assertThat(needsCheck(errors)).isFalse();
  }

  @Test
  void aTebibyteIsCheckedInTheMemoryThatThereIs() throws IOException {
    Image large = withErrors(ext4(TEBIBYTE, "-J", "size=4"));

    check(real, large);

    assertThat(needsCheck(large)).isFalse();
  }

  @Test
  void whatTakesMoreMemoryIsNotCheckedAndSaysSo() throws IOException {
    Image large = withErrors(ext4(2 * TEBIBYTE, "-i", "4096", "-J", "size=4"));

    assertThatThrownBy(() -> check(real, large))
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining("more than the 64 MiB")
        .hasMessageContaining("by hand")
        .hasMessageContaining("option ro");
    assertThat(needsCheck(large)).isTrue();
  }

  @Test
  void twoChecksNeverTakeTheirMemoryAtOnce() throws IOException {
    Image first = withErrors(ext4(64));
    Image second = withErrors(ext4(64));
    Commands meanwhile =
        (command, longest) -> {
          if (!command.contains("journal_only")) {
            assertThatThrownBy(() -> check(real, second))
                .isInstanceOf(Failure.InProgress.class)
                .hasMessageContaining("another one of this node is being checked");
          }
          return real.run(command, longest);
        };

    check(meanwhile, first);
    check(real, second);

    assertThat(needsCheck(first)).isFalse();
    assertThat(needsCheck(second)).isFalse();
  }

  @Test
  void whatCannotBeRepairedWithoutLossIsAPersonsWork() throws IOException {
    Image image = withErrors(ext4(64));
    Commands uncorrected = (command, longest) -> new CommandResult(4, "UNEXPECTED INCONSISTENCY");
    Commands broken = (command, longest) -> new CommandResult(8, "operational error");

    assertThatThrownBy(() -> check(uncorrected, image))
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContaining("by hand")
        .hasMessageContaining("UNEXPECTED INCONSISTENCY");
    assertThatThrownBy(() -> check(broken, image)).isInstanceOf(Failure.Internal.class);
  }

  private static void check(Commands commands, Image image) {
    new LinuxFilesystems(commands, new LinuxFiles())
        .check(image.device(false), FilesystemType.EXT4);
  }

  private Image ext4(long mebibytes, String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("mkfs.ext4", "-q", "-F", "-E", "nodiscard,lazy_journal_init=1"));
    command.addAll(List.of(options));
    return Image.blank(folder, mebibytes).run(command.toArray(String[]::new));
  }

  private static Image withErrors(Image image) {
    return image.run("debugfs", "-w", "-R", "set_super_value state 3");
  }

  private static boolean needsCheck(Image image) {
    return ((DeviceContent.Filesystem) image.content()).needsCheck();
  }
}
