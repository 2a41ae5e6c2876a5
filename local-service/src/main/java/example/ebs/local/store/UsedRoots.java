package example.ebs.local.store;

import example.ebs.csi.failure.Failure;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Notes which roots have been used, apart from them: a root that is empty although it was used is
 * one whose disk is not mounted, and a volume made there anew would hide the one that there is.
 */
public record UsedRoots(Notes notes) {

  /**
   * The notes in a folder of the driver's own.
   *
   * @param folder which this class makes
   */
  static UsedRoots in(Path folder) {
    return new UsedRoots(new Notes(folder));
  }

  /**
   * Whether that folder was used as that root before.
   *
   * @throws Failure.PreconditionFailed when another was
   */
  boolean contains(Store store) {
    Optional<String> used = notes.read(store.name());
    if (used.isPresent() && !used.get().equals(text(store))) {
      throw new Failure.PreconditionFailed(
          "root %s was at %s before, and nothing of its volumes is where it is said to be now; move them there, or, if they are not wanted any more, remove %s"
              .formatted(store, used.get().strip(), note(store)));
    }
    return used.isPresent();
  }

  /** The names of all roots that were used. */
  Set<String> names() {
    return notes.names();
  }

  /**
   * Notes that the root is used, unless there is a note of it: one that was killed between its
   * first folder and its note has it at its next use.
   */
  void add(Store store) {
    if (notes.read(store.name()).isEmpty()) {
      notes.write(store.name(), text(store));
    }
  }

  /** The file that an administrator removes to begin anew. */
  Path note(Store store) {
    return notes.file(store.name());
  }

  private static String text(Store store) {
    return store.folder() + "\n";
  }
}
