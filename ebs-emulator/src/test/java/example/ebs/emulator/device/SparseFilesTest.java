package example.ebs.emulator.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import example.ebs.emulator.LogLines;
import example.ebs.emulator.process.Commands;
import example.ebs.emulator.process.ProcessCommands;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the files that no state names. */
final class SparseFilesTest {
  private static final String KNOWN = "vol-01111111111111111";
  private static final String UNKNOWN = "vol-02222222222222222";

  @TempDir Path directory;
  private final Commands commands = new ProcessCommands(Duration.ofSeconds(20));
  private final LogLines log = new LogLines(SparseFiles.class);

  @AfterEach
  void stopListening() {
    log.close();
  }

  private Path made(String volume) throws IOException {
    SparseFiles files = new SparseFiles(directory, commands);
    files.create(volume, 1);
    return files.path(volume);
  }

  @Test
  void aFileThatWasNeverWrittenToIsRemovedWithAWord() throws IOException {
    Path known = made(KNOWN);
    Path unknown = made(UNKNOWN);

    new SparseFiles(directory, commands).removeLeftovers(Set.of(KNOWN));

    assertThat(unknown).doesNotExist();
    assertThat(known).exists();
    assertThat(log.told()).singleElement().asString().contains(unknown + " is removed");
  }

  @Test
  void aSizeThatNoFileOfTheDiskCanHaveIsNoAccident() throws IOException {
    SparseFiles files = new SparseFiles(directory, commands);
    try {
      files.create(KNOWN, Integer.MAX_VALUE);
      System.out.println("skipped: the filesystem of " + directory + " takes files of 2 EiB");
      assumeTrue(false, "the filesystem takes files of 2 EiB");
    } catch (NoRoomException tooLarge) {
      assertThat(tooLarge)
          .hasMessageContaining("a file of 2147483647 GiB cannot be made in " + directory)
          .hasMessageContaining("use a filesystem with larger files for --state-dir");
    }
    assertThat(files.path(KNOWN)).doesNotExist();
  }

  @Test
  void aFileThatHoldsAnythingStaysAndIsNamedAtEveryStart() throws IOException {
    Path unknown = made(UNKNOWN);
    try (FileChannel channel = FileChannel.open(unknown, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {1}), 1 << 29);
    }

    new SparseFiles(directory, commands).removeLeftovers(Set.of());
    new SparseFiles(directory, commands).removeLeftovers(Set.of());

    assertThat(unknown).exists();
    assertThat(log.told())
        .hasSize(2)
        .allSatisfy(
            line ->
                assertThat(line)
                    .contains(unknown.toString(), "put back the state.json", "delete the file"));
  }

  /** What was written to it may not have come to the file yet. */
  @Test
  void aFileBehindADeviceStays() throws IOException {
    boolean root = "root".equals(System.getProperty("user.name"));
    if (!root) {
      System.out.println(
          "skipped: loop devices need root, this is " + System.getProperty("user.name"));
    }
    assumeTrue(root, "loop devices need root");
    Path unknown = made(UNKNOWN);
    String device = commands.run("losetup", "--find", "--show", unknown.toString());
    try {
      new SparseFiles(directory, commands).removeLeftovers(Set.of());
    } finally {
      commands.run("losetup", "--detach", device);
    }

    assertThat(unknown).exists();
    assertThat(log.told())
        .singleElement()
        .asString()
        .contains(unknown + " belongs to no volume or snapshot");
  }

  @Test
  void aFileOfWhichNobodyKnowsWhatItHoldsStays() throws IOException {
    Path unknown = made(UNKNOWN);
    Commands none =
        command -> {
          throw new IOException(command[0] + ": no such program");
        };

    new SparseFiles(directory, none).removeLeftovers(Set.of());

    assertThat(Files.exists(unknown)).isTrue();
    assertThat(log.told()).hasSize(2);
  }
}
