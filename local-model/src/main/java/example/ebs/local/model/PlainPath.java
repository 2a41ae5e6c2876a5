package example.ebs.local.model;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Paths as an administrator has to write them: what they say is what they mean. */
final class PlainPath {
  /** PATH_MAX of Linux, which counts the closing NUL. */
  private static final int LONGEST = 4095;

  private PlainPath() {}

  /** The path, if it is absolute, normal and not the root of the file tree. */
  static Optional<Path> parse(String text) {
    if (!text.startsWith("/") || text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      return Optional.empty();
    }
    try {
      Path path = Path.of(text);
      boolean plain = path.normalize().toString().equals(text) && path.getNameCount() > 0;
      return plain ? Optional.of(path) : Optional.empty();
    } catch (InvalidPathException unnameable) {
      return Optional.empty();
    }
  }
}
