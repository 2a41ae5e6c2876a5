package example.ebs.emulator.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a filesystem that cannot share blocks: which copies count. */
final class CopiedFilesTest {
  private static final String VOLUME = "vol-01111111111111111";
  private static final String SNAPSHOT = "snap-01111111111111111";

  @TempDir Path directory;
  private Path device;
  private int copies;
  private int disturbed;

  @BeforeEach
  void makeDevice() throws IOException {
    device = Files.createDirectories(directory.resolve("sys/loop7"));
    Files.createDirectory(device.resolve("loop"));
    Files.writeString(device.resolve("loop/backing_file"), directory + "/" + VOLUME + ".img\n");
    Files.writeString(device.resolve("inflight"), "       0        0\n");
    written(0);
    Files.writeString(directory.resolve(VOLUME + ".img"), "content");
  }

  private void written(int times) throws IOException {
    Files.writeString(device.resolve("stat"), "1 0 8 0 " + times + " 0 8 0 0 0 0 0 0 0 0 0 0\n");
  }

  private String run(String... command) throws IOException {
    if (List.of(command).contains("--reflink=always")) {
      throw new IOException("cp: Operation not supported");
    }
    copies++;
    Files.writeString(Path.of(command[command.length - 1]), "copy " + copies);
    if (copies <= disturbed) {
      written(copies);
    }
    return "";
  }

  private void copy() throws IOException {
    SparseFiles files = new SparseFiles(directory, this::run);
    new CopiedFiles(files, this::run, new LoopTable(directory.resolve("sys")))
        .copy(VOLUME, SNAPSHOT, 0);
  }

  @Test
  void aCopyDuringWhichSomethingWasWrittenIsMadeAgain() throws IOException {
    disturbed = 3;

    copy();

    assertThat(directory.resolve(SNAPSHOT + ".img.new")).hasContent("copy 4");
  }

  @Test
  void aVolumeThatIsWrittenToWithoutAPauseIsRefusedWithWhatToDo() {
    disturbed = Integer.MAX_VALUE;

    assertThatThrownBy(this::copy)
        .hasMessageContaining(VOLUME + " was written to during each of 50 copies")
        .hasMessageContaining("xfs, btrfs");
    assertThat(directory.resolve(SNAPSHOT + ".img.new")).doesNotExist();
  }

  @Test
  void nothingIsCopiedWhileAWriteIsUnderWay() throws IOException {
    Files.writeString(device.resolve("inflight"), "       0        1\n");

    assertThatThrownBy(this::copy).hasMessageContaining("was written to");

    assertThat(copies).isZero();
  }
}
