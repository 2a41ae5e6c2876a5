package example.ebs.node.local.store;

import example.ebs.csi.failure.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Notes which roots have been used, apart from them: a root that is empty although it was used is
 * one whose disk is not mounted, and a volume made there anew would hide the one that there is.
 *
 * @param folder of the notes, which this class makes
 */
public record UsedRoots(Path folder) {

  /** Whether that folder was used as that root before. */
  boolean contains(Store store) {
    try {
      Path note = folder.resolve(store.name());
      if (Files.notExists(note)) {
        return false;
      }
      String used = Files.readString(note);
      if (used.equals(text(store))) {
        return true;
      }
      throw new Failure.PreconditionFailed(
          "root %s was at %s before, and nothing of its volumes is where it is said to be now; move them there, or, if they are not wanted any more, remove %s"
              .formatted(store, used.strip(), note));
    } catch (IOException unreadable) {
      throw new Failure.PreconditionFailed(
          "the note that root " + store + " was used cannot be read", unreadable);
    }
  }

  /** The names of all roots that were used. */
  Set<String> names() {
    if (Files.notExists(folder)) {
      return Set.of();
    }
    try (Stream<Path> notes = Files.list(folder)) {
      return notes.map(note -> note.getFileName().toString()).collect(Collectors.toSet());
    } catch (IOException unreadable) {
      throw new Failure.PreconditionFailed(
          "the notes of used roots in " + folder + " cannot be read", unreadable);
    }
  }

  void add(Store store) {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Files.writeString(folder.resolve(store.name()), text(store), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw StoreFailures.of("the note that root " + store + " is used cannot be written", failed);
    }
  }

  /** The file that an administrator removes to begin anew. */
  Path note(Store store) {
    return folder.resolve(store.name());
  }

  private static String text(Store store) {
    return store.folder() + "\n";
  }
}
