package example.ebs.command.demo.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What became of a program that wrote until it could not.
 *
 * @param mebibytes how many it wrote
 * @param refusal what the kernel then said
 */
record Filling(long mebibytes, String refusal) {
  private static final int MEBIBYTE = 1 << 20;

  /**
   * Writes a file, a mebibyte at a time, and removes it.
   *
   * @param most to write
   * @throws IllegalStateException when all of that was taken
   */
  static Filling of(Path folder, int most) {
    Path file = folder.resolve("too-much");
    try {
      return fill(file, most);
    } finally {
      remove(file);
    }
  }

  private static Filling fill(Path file, int most) {
    long written = 0;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      while (written < (long) most * MEBIBYTE) {
        written += channel.write(ByteBuffer.allocate(MEBIBYTE));
      }
      channel.force(true);
    } catch (ClosedByInterruptException interrupted) {
      throw new UncheckedIOException("interrupted", interrupted);
    } catch (IOException refused) {
      return new Filling(written / MEBIBYTE, String.valueOf(refused.getMessage()));
    }
    throw new IllegalStateException(
        "the limit did not hold: %d MiB were written to %s".formatted(most, file));
  }

  private static void remove(Path file) {
    try {
      var _ = Files.deleteIfExists(file);
    } catch (IOException unable) {
      throw new UncheckedIOException("cannot remove " + file, unable);
    }
  }
}
