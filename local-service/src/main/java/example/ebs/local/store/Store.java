package example.ebs.local.store;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.system.Descriptor;
import example.ebs.linux.system.Errno;
import example.ebs.linux.system.LinuxFiles;
import example.ebs.linux.system.SystemCallException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A folder in which volumes lie.
 *
 * @param name for messages, and for the note that it has been used
 * @param folder absolute; may itself be a symbolic link, which the administrator made
 * @param ours whether it is made when it is missing; one that the administrator named never is,
 *     because its disk may merely not be mounted
 */
public record Store(String name, Path folder, boolean ours, UsedRoots used, LinuxFiles files) {
  /** With what the names of roots begin, so that none is that of another folder. */
  static final String ROOT = "root-";

  /**
   * Opens it to make a volume in it; from then on it counts as used.
   *
   * @throws Failure.PreconditionFailed when it is not there, not fit, or not what it was
   */
  public OpenStore open() {
    OpenStore store = openedAsItIs();
    try {
      store.prepare();
      return store;
    } catch (RuntimeException failed) {
      store.close();
      throw failed;
    }
  }

  /**
   * Opens it to look for volumes; empty when it never had one, and it changes nothing then.
   *
   * @throws Failure.PreconditionFailed when it is not there, or not what it was
   */
  public Optional<OpenStore> look() {
    if (ours && Files.notExists(folder) && !used.contains(this)) {
      return Optional.empty();
    }
    OpenStore store = openedAsItIs();
    try {
      if (store.isUsed()) {
        return Optional.of(store);
      }
      store.close();
      return Optional.empty();
    } catch (RuntimeException failed) {
      store.close();
      throw failed;
    }
  }

  private OpenStore openedAsItIs() {
    Path real = real();
    return new OpenStore(this, real, opened(real));
  }

  /** It may have gone since its path was resolved. */
  private Descriptor opened(Path real) {
    try {
      return files.openRoot(real);
    } catch (SystemCallException failed) {
      throw notOpened(
          failed.getMessage(),
          failed.errno() == Errno.EACCES || failed.errno() == Errno.EPERM,
          failed);
    }
  }

  private Failure notOpened(String reason, boolean denied, Exception cause) {
    String remedy =
        denied
            ? "this process has to be root, or the folder this user's own"
            : "make the folder, or mount its disk";
    return new Failure.PreconditionFailed(
        "root %s cannot be opened: %s; %s".formatted(this, reason, remedy), cause);
  }

  private Path real() {
    try {
      if (ours) {
        Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      Path real = folder.toRealPath();
      if (Files.isDirectory(real)) {
        return real;
      }
      throw new Failure.PreconditionFailed("root " + this + " is no directory");
    } catch (IOException missing) {
      throw notOpened(
          StoreFailures.reason(missing), missing instanceof AccessDeniedException, missing);
    }
  }

  /** As the administrator's file calls it. */
  private String label() {
    return name.startsWith(ROOT) ? name.substring(ROOT.length()) : name;
  }

  @Override
  public String toString() {
    return label() + " at " + folder;
  }
}
