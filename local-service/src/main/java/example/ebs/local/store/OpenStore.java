package example.ebs.local.store;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.path.TargetPath;
import example.ebs.linux.system.Descriptor;
import example.ebs.linux.system.Errno;
import example.ebs.linux.system.FilesystemSpace;
import example.ebs.linux.system.LinuxFiles;
import example.ebs.linux.system.SystemCallException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * A store that is held open, so that nobody can put another in its place meanwhile. Close it once.
 *
 * <p>Beside the volumes it has folders of the driver's own, whose names begin with a dot, and into
 * which nobody else can look.
 */
public final class OpenStore implements AutoCloseable {
  static final String RECORDS = ".records";
  static final String IMAGES = ".images";
  static final String MAKING = ".making";
  static final String TRASH = ".trash";
  private static final int PRIVATE = 0700;
  private static final String PRIVATE_TEXT = "rwx------";

  private final Store store;
  private final Path real;
  private final Descriptor root;

  OpenStore(Store store, Path real, Descriptor root) {
    this.store = store;
    this.real = real;
    this.root = root;
  }

  /** Makes the driver's own folders, if this is a new store and not one that has gone away. */
  void prepare() {
    if (!isUsed()) {
      own(RECORDS).close();
      store.used().add(store);
    }
  }

  /**
   * Whether volumes were ever made in it.
   *
   * @throws Failure.PreconditionFailed when there were some, and all have gone
   */
  boolean isUsed() {
    if (opened(root, RECORDS).map(OpenStore::closed).isPresent()) {
      store.used().add(store);
      return true;
    }
    if (store.used().contains(store)) {
      throw new Failure.PreconditionFailed(
          "root %s has been used before, and nothing of that is there now: mount its disk; if it was emptied on purpose, remove %s"
              .formatted(store, store.used().note(store)));
    }
    return false;
  }

  /** One of the driver's own folders; made when it is missing. */
  public Descriptor own(String name) {
    Descriptor folder = opened(root, name).orElseGet(() -> make(name));
    try {
      requirePrivate(name, folder);
      return folder;
    } catch (RuntimeException refused) {
      folder.close();
      throw refused;
    }
  }

  /** Where image files lie. */
  public Descriptor images() {
    return own(IMAGES);
  }

  private Descriptor make(String name) {
    try {
      files().makeDirectory(root, name, PRIVATE);
    } catch (SystemCallException failed) {
      if (failed.errno() != Errno.EEXIST) {
        throw StoreFailures.of("folder " + name + " in root " + store + " cannot be made", failed);
      }
    }
    sync(root);
    return opened(root, name)
        .orElseThrow(() -> new Failure.Unavailable(name + " in " + store + " has gone; ask again"));
  }

  /** Somebody who can write to the root could have made a folder to have their own files in it. */
  private void requirePrivate(String name, Descriptor folder) {
    try {
      Object owner = Files.getAttribute(folder.path(), "unix:uid");
      Object self = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.path()));
      if (!owner.equals(self) || !mode.equals(PRIVATE_TEXT)) {
        throw new Failure.PreconditionFailed(
            "folder %s in root %s belongs to user %s with mode %s, and has to be this process's own with mode %s; look who made it"
                .formatted(name, store, owner, mode, PRIVATE_TEXT));
      }
    } catch (IOException failed) {
      throw StoreFailures.of("folder " + name + " in root " + store, failed);
    }
  }

  /** Opens a directory in another, if it is there; a symbolic link is refused. */
  Optional<Descriptor> opened(Descriptor parent, String name) {
    try {
      return Optional.of(files().openDirectory(parent, name));
    } catch (SystemCallException failed) {
      if (failed.errno() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw StoreFailures.of(name + " in root " + store + " cannot be opened", failed);
    }
  }

  private static boolean closed(Descriptor descriptor) {
    descriptor.close();
    return true;
  }

  /** Makes what was done in that folder outlive a crash of the machine. */
  void sync(Descriptor folder) {
    try (FileChannel channel = FileChannel.open(folder.path(), StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException failed) {
      throw StoreFailures.of("root " + store + " cannot be written to disk", failed);
    }
  }

  /** The folder itself. */
  public Descriptor root() {
    return root;
  }

  public LinuxFiles files() {
    return store.files();
  }

  /** A place in it, name by name. */
  public TargetPath place(List<String> names) {
    return new TargetPath(real, names);
  }

  public FilesystemSpace space() {
    try {
      return files().space(root);
    } catch (SystemCallException failed) {
      throw StoreFailures.of("root " + store + " cannot be measured", failed);
    }
  }

  /** The same for those who want another handle of it. */
  public Store store() {
    return store;
  }

  @Override
  public void close() {
    root.close();
  }

  @Override
  public String toString() {
    return store.toString();
  }
}
