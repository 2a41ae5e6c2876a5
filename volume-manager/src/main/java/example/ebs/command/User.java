package example.ebs.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;

/** Who runs this process. */
final class User {
  private User() {}

  /** Tells that a service is hardly of use. */
  static void warnUnlessRoot(Logger log) {
    if (!isRoot()) {
      log.warn("not root: nothing can be mounted, so no volume can be published; start it as root");
    }
  }

  static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read /proc/self; is /proc mounted?", unreadable);
    }
  }
}
