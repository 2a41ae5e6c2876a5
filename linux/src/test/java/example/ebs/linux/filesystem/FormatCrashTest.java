package example.ebs.linux.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.Shell;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.FilesystemType;
import example.ebs.linux.RootOnly;
import example.ebs.linux.process.CommandResult;
import example.ebs.linux.process.Commands;
import example.ebs.linux.process.ProcessCommands;
import example.ebs.linux.system.LinuxFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real mkfs dies before each of its writes, and the next call ends with a whole filesystem. */
final class FormatCrashTest {
  private static final int MEBIBYTES = 600;
  private static final int SMALL_MEBIBYTES = 320;
  private static final int BLOCK = 4096;

  private final Commands real = new ProcessCommands();
  private @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void aFormatThatDiesBeforeAnyOfItsWritesIsFinishedByTheNextCall(FilesystemType type)
      throws IOException {
    RootOnly.requireTool("mkfs." + type.kernelName());
    RootOnly.requireTool("strace");
    int write = 1;
    while (dies(type, write)) {
      write++;
    }
    assertThat(write).as("writes of mkfs").isGreaterThan(50);
  }

  /** Formats twice, the first time with a mkfs that dies before that write, if it comes so far. */
  private boolean dies(FilesystemType type, int write) throws IOException {
    Image image = Image.blank(folder, MEBIBYTES);
    boolean died = false;
    try {
      new LinuxFilesystems(dyingBefore(write), new LinuxFiles()).format(image.device(false), type);
    } catch (Failure.Internal killed) {
      died = true;
      assertThat(killed).hasMessageContaining("ended with 137");
      assertThat(image.content()).isEqualTo(new DeviceContent.HalfFormatted());
      new LinuxFilesystems(real, new LinuxFiles()).format(image.device(false), type);
    }
    assertWhole(image, type);
    Files.delete(image.file());
    return died;
  }

  private Commands dyingBefore(int write) {
    return (command, longest) -> {
      List<String> dying = new ArrayList<>();
      if (command.getFirst().startsWith("mkfs")) {
        String death = "inject=pwrite64:signal=SIGKILL:when=" + write;
        dying.addAll(List.of("strace", "-f", "-o", "/dev/null", "-e", death));
      }
      dying.addAll(command);
      return real.run(dying, longest);
    };
  }

  /**
   * When the machine loses power, any of the writes that were not flushed may be on the device;
   * mkfs.ext4 flushes all others before it writes the superblock.
   */
  @ParameterizedTest
  @EnumSource
  void whateverReachedTheDeviceBeforeThePowerWentIsFormattedAgain(FilesystemType type)
      throws IOException {
    RootOnly.requireTool("mkfs." + type.kernelName());
    Random random = new Random(11);
    for (int time = 0; time < 4; time++) {
      Image image = Image.blank(folder, SMALL_MEBIBYTES);
      assertThatThrownBy(
              () ->
                  new LinuxFilesystems(dyingAfterwards(), new LinuxFiles())
                      .format(image.device(false), type))
          .isInstanceOf(Failure.TimedOut.class);
      lose(image, type, random);

      new LinuxFilesystems(real, new LinuxFiles()).format(image.device(false), type);

      assertWhole(image, type);
      Files.delete(image.file());
    }
  }

  private Commands dyingAfterwards() {
    return (command, longest) -> {
      CommandResult result = real.run(command, longest);
      if (command.getFirst().startsWith("mkfs")) {
        throw new Failure.TimedOut("killed");
      }
      return result;
    };
  }

  /** Clears half of the blocks, and what mkfs writes last of all. */
  private static void lose(Image image, FilesystemType type, Random random) throws IOException {
    switch (type) {
      case EXT4 -> image.put(0, new byte[2048]);
      case XFS -> image.put(126, (byte) 1);
    }
    byte[] block = new byte[BLOCK];
    long marker = FormatMarker.offset((long) SMALL_MEBIBYTES << 20);
    try (RandomAccessFile file = new RandomAccessFile(image.file().toFile(), "rw")) {
      for (long offset = BLOCK; offset < marker; offset += BLOCK) {
        file.seek(offset);
        file.readFully(block);
        if (!isZero(block) && random.nextBoolean()) {
          file.seek(offset);
          file.write(new byte[BLOCK]);
        }
      }
    }
  }

  private static boolean isZero(byte[] block) {
    for (byte each : block) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }

  @Test
  void aMachineThatDiesBeforeMkfsBeginsLosesNothing() throws IOException {
    Image image = Image.blank(folder, 64);
    image.mark();

    new LinuxFilesystems(real, new LinuxFiles()).format(image.device(false), FilesystemType.EXT4);

    assertWhole(image, FilesystemType.EXT4);
  }

  private static void assertWhole(Image image, FilesystemType type) throws IOException {
    assertThat(image.isMarked()).isFalse();
    assertThat(image.content()).isInstanceOf(DeviceContent.Filesystem.class);
    String[] check =
        switch (type) {
          case EXT4 -> new String[] {"e2fsck", "-fn", image.file().toString()};
          case XFS -> new String[] {"xfs_repair", "-n", image.file().toString()};
        };
    Shell.run(check);
  }
}
