package example.ebs.command.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How busy the machine is, without which no figure means much. */
final class LoadAverage {
  private static final Path FILE = Path.of("/proc/loadavg");

  private LoadAverage() {}

  /** Over the last minute, and on how many processors. */
  static String text() {
    try {
      String load = Files.readString(FILE);
      return "load average "
          + load.substring(0, load.indexOf(' '))
          + " on "
          + Runtime.getRuntime().availableProcessors()
          + " processors";
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + FILE, unreadable);
    }
  }
}
