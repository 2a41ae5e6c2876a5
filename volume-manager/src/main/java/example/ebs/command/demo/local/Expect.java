package example.ebs.command.demo.local;

import example.ebs.csi.model.Plural;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A story that turns out otherwise than told is a failure. */
final class Expect {
  private Expect() {}

  static void same(String written, String read) {
    if (!written.equals(read)) {
      throw new IllegalStateException(
          "the data did not survive: wrote \"%s\", read \"%s\"".formatted(written, read));
    }
  }

  /** That so many volumes lie in the folder; names with a dot in front are the service's own. */
  static void volumes(int number, Path folder) {
    List<String> found = volumes(folder);
    if (found.size() != number) {
      throw new IllegalStateException(
          "in %s there must be %s, and found was: %s"
              .formatted(folder, Plural.of(number, "volume"), found));
    }
  }

  private static List<String> volumes(Path folder) {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .map(child -> child.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .toList();
    } catch (IOException unable) {
      throw new UncheckedIOException("cannot list " + folder, unable);
    }
  }

  /** How the kernel refused it. */
  static String refusal(Runnable work) {
    try {
      work.run();
    } catch (UncheckedIOException refused) {
      return String.valueOf(refused.getMessage());
    }
    throw new IllegalStateException("what must be refused was done");
  }
}
