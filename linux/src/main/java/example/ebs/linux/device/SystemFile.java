package example.ebs.linux.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The small files in which the kernel tells one value each. */
public final class SystemFile {
  private SystemFile() {}

  /** The value without space around it; empty when the kernel tells none. */
  public static Optional<String> read(Path file) {
    // Asked first, because an exception costs more than the rest of a publish's proof.
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip());
    } catch (IOException missing) {
      return Optional.empty();
    }
  }
}
