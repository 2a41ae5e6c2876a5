package example.ebs.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who runs this process. */
final class User {
  private User() {}

  static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read /proc/self; is /proc mounted?", unreadable);
    }
  }
}
