package example.ebs.local.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are there as a whole, whatever dies while they are written. */
final class WholeFile {
  private WholeFile() {}

  /**
   * Writes the file in place of the one there was; that it has its name outlives the power only
   * once its folder is synced.
   *
   * @param half what it is called until it is whole; beside it, and no other writer's
   */
  static void write(Path file, Path half, String text) throws IOException {
    try {
      Files.deleteIfExists(half);
      try (FileChannel channel =
          FileChannel.open(half, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer left = StandardCharsets.UTF_8.encode(text);
        while (left.hasRemaining()) {
          channel.write(left);
        }
        channel.force(true);
      }
      Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      // On a disk that is full it would keep what little there is.
      Files.deleteIfExists(half);
    }
  }
}
