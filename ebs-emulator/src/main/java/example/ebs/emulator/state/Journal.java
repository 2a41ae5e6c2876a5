package example.ebs.emulator.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A file that grows by lines. It can be appended to from {@link #begin} on; after an append that
 * failed, and may have left half a line, only another beginning makes it usable again.
 */
final class Journal implements AutoCloseable {
  private static final byte LINE_END = '\n';

  private final Path file;
  private Optional<FileChannel> open = Optional.empty();
  private long length;

  Journal(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  /**
   * The lines that were appended as a whole. What a kill or a lost power left of one that was not
   * has no end, or zeros where a block never came to the disk; in a whole line there are none.
   */
  List<byte[]> lines() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    List<byte[]> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == LINE_END) {
        lines.add(Arrays.copyOfRange(bytes, start, i));
        start = i + 1;
      }
    }
    boolean torn = start == bytes.length && !lines.isEmpty() && hasZeros(lines.getLast());
    return torn ? lines.subList(0, lines.size() - 1) : lines;
  }

  private static boolean hasZeros(byte[] line) {
    for (byte each : line) {
      if (each == 0) {
        return true;
      }
    }
    return false;
  }

  boolean isOpen() {
    return open.isPresent();
  }

  long length() {
    return length;
  }

  /** Takes all lines away. Returns when they would not come back. */
  void begin() throws IOException {
    close();
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    try {
      channel.truncate(0);
      channel.force(true);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    open = Optional.of(channel);
    length = 0;
  }

  /** Returns when the line would survive the loss of power. */
  void append(byte[] line) throws IOException {
    FileChannel channel =
        open.orElseThrow(() -> new IllegalStateException(file + " has not begun"));
    ByteBuffer bytes = ByteBuffer.allocate(line.length + 1).put(line).put(LINE_END).flip();
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      // The length is forced too: without it the line could not be read.
      channel.force(false);
    } catch (IOException e) {
      close();
      throw e;
    }
    length += line.length + 1L;
  }

  @Override
  public void close() throws IOException {
    Optional<FileChannel> closing = open;
    open = Optional.empty();
    if (closing.isPresent()) {
      closing.get().close();
    }
  }
}
