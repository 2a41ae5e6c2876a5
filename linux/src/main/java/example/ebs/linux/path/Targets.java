package example.ebs.linux.path;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.system.Descriptor;
import example.ebs.linux.system.Errno;
import example.ebs.linux.system.LinuxFiles;
import example.ebs.linux.system.SystemCallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Opens, makes and removes targets name by name from the trusted root, following no symbolic link.
 *
 * <p>Only the last name is ever made: CSI has the caller make the parent (NodePublishVolume, {@code
 * target_path}).
 */
public final class Targets {
  private static final int DIRECTORY_MODE = 0750;
  private static final int FILE_MODE = 0600;

  private final LinuxFiles files;

  public Targets(LinuxFiles files) {
    this.files = files;
  }

  /** Opens the directory, and makes it first if it is not there. */
  public Place directory(TargetPath target) {
    Descriptor parent = requiredParent(target);
    return closingOnFailure(
        parent,
        () -> {
          boolean made =
              make(target, () -> files.makeDirectory(parent, target.name(), DIRECTORY_MODE));
          return new Place(parent, open(target, parent, files::openDirectory), target, made);
        });
  }

  /** Opens the regular file, and makes it first, empty, if it is not there. */
  public Place file(TargetPath target) {
    Descriptor parent = requiredParent(target);
    return closingOnFailure(
        parent,
        () -> {
          boolean made = make(target, () -> files.makeFile(parent, target.name(), FILE_MODE));
          Descriptor self = open(target, parent, files::openAny);
          return closingOnFailure(
              self,
              () -> {
                requireEmptyFile(target, attributes(self.path()));
                return new Place(parent, self, target, made);
              });
        });
  }

  /** Opens the directory if it is there. */
  public Optional<Place> existingDirectory(TargetPath target) {
    return parent(target).flatMap(parent -> child(target, parent));
  }

  /** Opens the folder in which the target lies, if that is there. */
  public Optional<Descriptor> parent(TargetPath target) {
    Optional<Descriptor> found = files.openDirectoryWithoutLinks(target.folder());
    return found.isPresent() ? found : walk(target);
  }

  /**
   * Returns if no symbolic link has the target's name; nothing may be there.
   *
   * @throws Failure.InvalidRequest when one has
   */
  public void requireNoLink(TargetPath target, Descriptor parent) {
    if (Files.isSymbolicLink(parent.path().resolve(target.name()))) {
      throw new Failure.InvalidRequest(target + " is a symbolic link, which is not followed");
    }
  }

  /** Slower, and says at which name it ends. */
  private Optional<Descriptor> walk(TargetPath target) {
    Descriptor current = files.openRoot(target.root());
    for (String name : target.parents()) {
      try (Descriptor last = current) {
        current = open(target, last, name, files::openDirectory);
      } catch (MissingName missing) {
        return Optional.empty();
      }
    }
    return Optional.of(current);
  }

  /**
   * Removes what was made for a mount that then failed, so that the caller finds what it left; what
   * was there before stays.
   *
   * @return the failure, which counts more than what could not be removed
   */
  public Failure undo(Place place, Failure failed) {
    try {
      if (place.made()) {
        remove(place.path(), place.parent());
      }
    } catch (Failure left) {
      failed.addSuppressed(left);
    }
    return failed;
  }

  /**
   * Removes an empty directory or an empty file, which is all that a publish leaves.
   *
   * @param parent the folder in which the target lies
   * @throws Failure.PreconditionFailed when something else is there; it stays
   */
  public void remove(TargetPath target, Descriptor parent) {
    try {
      files.removeDirectory(parent, target.name());
    } catch (SystemCallException failed) {
      if (failed.errno() == Errno.ENOTDIR) {
        removeFile(target, parent);
      } else {
        requireMissing(target, failed);
      }
    }
  }

  private void removeFile(TargetPath target, Descriptor parent) {
    try (Descriptor self = files.openAny(parent, target.name())) {
      requireEmptyFile(target, attributes(self.path()));
      files.removeFile(parent, target.name());
    } catch (SystemCallException failed) {
      requireMissing(target, failed);
    }
  }

  private static void requireMissing(TargetPath target, SystemCallException failed) {
    if (failed.errno() != Errno.ENOENT) {
      throw new Failure.PreconditionFailed(
          target + " cannot be removed and stays: " + failed.getMessage(), failed);
    }
  }

  private Optional<Place> child(TargetPath target, Descriptor parent) {
    return closingOnFailure(
        parent,
        () -> {
          try {
            Descriptor self = open(target, parent, target.name(), files::openDirectory);
            return Optional.of(new Place(parent, self, target, false));
          } catch (MissingName missing) {
            parent.close();
            return Optional.empty();
          }
        });
  }

  private Descriptor requiredParent(TargetPath target) {
    return parent(target)
        .orElseThrow(
            () ->
                new Failure.PreconditionFailed(
                    "the folder in which "
                        + target
                        + " is to lie does not exist; the caller has to make it"));
  }

  private Descriptor open(
      TargetPath target, Descriptor parent, BiFunction<Descriptor, String, Descriptor> opening) {
    try {
      return open(target, parent, target.name(), opening);
    } catch (MissingName missing) {
      throw new Failure.Unavailable(target + " was removed while it was made; ask again", missing);
    }
  }

  private static Descriptor open(
      TargetPath target,
      Descriptor parent,
      String name,
      BiFunction<Descriptor, String, Descriptor> opening) {
    try {
      return opening.apply(parent, name);
    } catch (SystemCallException failed) {
      throw refused(target, name, failed);
    }
  }

  private static RuntimeException refused(
      TargetPath target, String name, SystemCallException failed) {
    if (failed.errno() == Errno.ENOENT) {
      return new MissingName();
    }
    if (failed.errno() == Errno.ENOTDIR || failed.errno() == Errno.ELOOP) {
      return new Failure.InvalidRequest(
          name + " in " + target + " is a symbolic link or no directory; neither is followed",
          failed);
    }
    return new Failure.Internal(
        name + " in " + target + " cannot be opened: " + failed.getMessage(), failed);
  }

  /** Whether it had to be made. */
  private static boolean make(TargetPath target, Runnable making) {
    try {
      making.run();
      return true;
    } catch (SystemCallException failed) {
      if (failed.errno() != Errno.EEXIST) {
        throw new Failure.Internal(target + " cannot be made: " + failed.getMessage(), failed);
      }
      return false;
    }
  }

  private static void requireEmptyFile(TargetPath target, BasicFileAttributes attributes) {
    if (!attributes.isRegularFile()) {
      throw new Failure.InvalidRequest(
          target
              + " must be an empty file, and what is there is not a regular file; it was left alone");
    }
    if (attributes.size() > 0) {
      throw new Failure.PreconditionFailed(
          target + " must be an empty file, and the file there holds data; it was left alone");
    }
  }

  private static BasicFileAttributes attributes(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class);
    } catch (IOException failed) {
      throw new Failure.Internal(path + " cannot be looked at", failed);
    }
  }

  private static <T> T closingOnFailure(Descriptor held, Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException failed) {
      held.close();
      throw failed;
    }
  }

  /** Nothing has that name; never leaves this class. */
  private static final class MissingName extends RuntimeException {
    private static final long serialVersionUID = 1;

    MissingName() {
      super("missing", null, false, false);
    }
  }
}
