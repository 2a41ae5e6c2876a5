package example.ebs.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The checkout that the tests run in. */
final class Repository {
  private Repository() {}

  /** The folder of the launcher; a test runs in the folder of its module. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (Files.notExists(folder.resolve("CONTRIBUTING.md"))) {
      folder = Objects.requireNonNull(folder.getParent());
      if (folder.getNameCount() == 0) {
        throw new IllegalStateException(
            "the documents are not above " + Path.of("").toAbsolutePath());
      }
    }
    return folder;
  }
}
