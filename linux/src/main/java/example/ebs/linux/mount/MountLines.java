package example.ebs.linux.mount;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The lines of a mount table, one after the other.
 *
 * <p>Lines end at a newline only: whoever makes a folder may put a carriage return into its name.
 */
final class MountLines implements AutoCloseable {
  /**
   * Two escaped paths and the flags fit; of what is longer only options of a filesystem are lost.
   */
  private static final int LONGEST = 1 << 16;

  private final InputStream source;
  private final byte[] buffer = new byte[8192];
  private int next;
  private int end;
  private byte[] line = new byte[512];

  MountLines(InputStream source) {
    this.source = source;
  }

  /** Those that are left, each read when it is asked for. */
  Stream<MountLine> stream() {
    return Stream.iterate(next(), Optional::isPresent, _ -> next()).map(Optional::orElseThrow);
  }

  private Optional<MountLine> next() {
    try {
      return read();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private Optional<MountLine> read() throws IOException {
    int length = 0;
    boolean begun = false;
    while (next < end || fill()) {
      begun = true;
      int stop = newline();
      length = append(length, stop);
      next = stop + 1;
      if (stop < end) {
        break;
      }
    }
    return begun
        ? Optional.of(new MountLine(new String(line, 0, length, StandardCharsets.UTF_8)))
        : Optional.empty();
  }

  private boolean fill() throws IOException {
    next = 0;
    end = source.read(buffer);
    return end > 0;
  }

  private int newline() {
    int stop = next;
    while (stop < end && buffer[stop] != '\n') {
      stop++;
    }
    return stop;
  }

  private int append(int length, int stop) {
    int more = Math.min(stop - next, LONGEST - length);
    if (length + more > line.length) {
      line = Arrays.copyOf(line, Math.max(length + more, 2 * line.length));
    }
    System.arraycopy(buffer, next, line, length, more);
    return length + more;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
