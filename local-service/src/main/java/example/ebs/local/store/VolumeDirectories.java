package example.ebs.local.store;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.system.Descriptor;
import example.ebs.linux.system.Errno;
import example.ebs.linux.system.SystemCallException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the directories of volumes.
 *
 * <p>A directory is made apart, its record is written, and only then does it get its name, under
 * which nothing may be: so that a directory of somebody else's is never taken for a volume's, at
 * whatever point an earlier call was killed. The caller holds a lock on the volume.
 */
public final class VolumeDirectories {
  private static final int PRIVATE = 0700;
  private static final Set<Errno> NO_DIRECTORY =
      EnumSet.of(Errno.ENOENT, Errno.ENOTDIR, Errno.ELOOP);

  private VolumeDirectories() {}

  /**
   * Makes the directory of a volume that has no record yet; its stage is of no account. Where the
   * store is full or cannot be written to, nothing is left of the attempt.
   *
   * @throws Failure.AlreadyExists when something has that name
   */
  public static VolumeRecord claim(OpenStore store, VolumeRecord volume) {
    requireFree(store, volume);
    try {
      return begin(store, volume);
    } catch (Failure.LimitReached | Failure.PreconditionFailed refused) {
      throw undo(store, volume, refused);
    }
  }

  /** A directory that has its name already is not made again, and keeps its record. */
  private static Failure undo(OpenStore store, VolumeRecord volume, Failure refused) {
    try (Descriptor making = store.own(OpenStore.MAKING)) {
      String name = volume.key().value();
      Optional<Descriptor> made = store.opened(making, name);
      if (made.isPresent()) {
        Records.remove(store, volume.key());
        discard(store, making, name, made.get());
      }
    } catch (Failure | SystemCallException left) {
      refused.addSuppressed(left);
    }
    return refused;
  }

  private static VolumeRecord begin(OpenStore store, VolumeRecord volume) {
    try (Descriptor making = store.own(OpenStore.MAKING)) {
      String name = volume.key().value();
      // Left by a call that was killed before it wrote a record; nobody can have put anything in.
      store.opened(making, name).ifPresent(left -> discard(store, making, name, left));
      store.files().makeDirectory(making, name, PRIVATE);
      long inode = inode(store, making, name);
      return finish(store, Records.write(store, volume.at(new Stage.Claimed(inode))));
    } catch (SystemCallException failed) {
      throw StoreFailures.of(volume + " cannot be made in root " + store, failed);
    }
  }

  private static void discard(OpenStore store, Descriptor making, String name, Descriptor left) {
    left.close();
    store.files().removeDirectory(making, name);
  }

  /**
   * Gives a claimed volume's directory its name, if an earlier call did not come that far.
   *
   * @throws Failure.AlreadyExists when something else has that name
   */
  public static VolumeRecord finish(OpenStore store, VolumeRecord volume) {
    if (!(volume.stage() instanceof Stage.Claimed claimed)) {
      return volume;
    }
    try (Descriptor parent = parent(store, volume);
        Descriptor making = store.own(OpenStore.MAKING)) {
      String name = volume.directory().getLast();
      if (inode(store, parent, name) == claimed.inode() || isCovered(store, volume, parent)) {
        return volume;
      }
      if (inode(store, making, volume.key().value()) == claimed.inode()) {
        rename(store, volume, making, parent);
        return volume;
      }
    }
    // Its directory was made and has gone, and nobody had used it.
    requireFree(store, volume);
    Records.remove(store, volume.key());
    return claim(store, volume);
  }

  /**
   * Whether something is mounted on the directory, as is once the limit is raised: by an earlier
   * call that was killed before it noted that all was ready. What it is, raising the limit looks.
   */
  private static boolean isCovered(OpenStore store, VolumeRecord volume, Descriptor parent) {
    if (!volume.limit().by().isMountedInPlace()) {
      return false;
    }
    Optional<Descriptor> there = store.opened(parent, volume.directory().getLast());
    if (there.isEmpty()) {
      return false;
    }
    // Left open it would keep the mount from ever being taken away.
    try (Descriptor directory = there.get()) {
      return filesystem(store, directory) != filesystem(store, parent);
    }
  }

  private static long filesystem(OpenStore store, Descriptor directory) {
    try {
      return (Long) Files.getAttribute(directory.path(), "unix:dev");
    } catch (IOException failed) {
      throw StoreFailures.of("a directory in root " + store, failed);
    }
  }

  private static void rename(
      OpenStore store, VolumeRecord volume, Descriptor making, Descriptor parent) {
    try {
      String name = volume.directory().getLast();
      store.files().rename(making, volume.key().value(), parent, name);
      store.sync(parent);
    } catch (SystemCallException failed) {
      if (failed.errno() == Errno.EEXIST) {
        throw taken(store, volume);
      }
      throw StoreFailures.of(volume + " cannot be made in root " + store, failed);
    }
  }

  /** The directory's number in its filesystem; 0 when no directory has that name. */
  static long inode(OpenStore store, Descriptor parent, String name) {
    try (Descriptor directory = store.files().openDirectory(parent, name)) {
      return (Long) Files.getAttribute(directory.path(), "unix:ino");
    } catch (SystemCallException failed) {
      if (NO_DIRECTORY.contains(failed.errno())) {
        return 0;
      }
      throw StoreFailures.of(name + " in root " + store, failed);
    } catch (IOException failed) {
      throw StoreFailures.of(name + " in root " + store, failed);
    }
  }

  /**
   * Whether the directory of a volume that is ready to be used is where it was made.
   *
   * @throws Failure.PreconditionFailed when something else stands there: whoever put it there may
   *     have moved the directory elsewhere, and nobody would find it without its record
   */
  public static boolean isInPlace(OpenStore store, VolumeRecord volume) {
    Optional<Descriptor> found = existingParent(store, volume);
    if (found.isEmpty()) {
      return false;
    }
    String name = volume.directory().getLast();
    try (Descriptor parent = found.get();
        Descriptor _ = store.files().openDirectory(parent, name)) {
      return true;
    } catch (SystemCallException failed) {
      if (failed.errno() == Errno.ENOENT) {
        return false;
      }
      throw NO_DIRECTORY.contains(failed.errno())
          ? otherwise()
          : StoreFailures.of(name + " in root " + store, failed);
    }
  }

  private static Failure otherwise() {
    return new Failure.PreconditionFailed(
        "a symbolic link or a file stands in place of its directory, which may have been moved elsewhere; nothing was touched. Move the directory back; or, where its data is not wanted or somebody else's now, remove what stands there (the link itself): it is removed at the next attempt");
  }

  private static void requireFree(OpenStore store, VolumeRecord volume) {
    try (Descriptor parent = parent(store, volume);
        Descriptor _ = store.files().openAny(parent, volume.directory().getLast())) {
      throw taken(store, volume);
    } catch (SystemCallException failed) {
      if (failed.errno() != Errno.ENOENT) {
        throw StoreFailures.of(volume + " in root " + store, failed);
      }
    }
  }

  /** The folder in which the directory lies: the root, or in it one for the pod. */
  static Descriptor parent(OpenStore store, VolumeRecord volume) {
    return volume.directory().size() == 1
        ? store.files().openDirectory(store.root(), ".")
        : store.own(volume.directory().getFirst());
  }

  /** The same, if it is there. */
  static Optional<Descriptor> existingParent(OpenStore store, VolumeRecord volume) {
    return store.opened(
        store.root(), volume.directory().size() == 1 ? "." : volume.directory().getFirst());
  }

  private static Failure taken(OpenStore store, VolumeRecord volume) {
    return new Failure.AlreadyExists(
        "%s cannot be made in root %s: something has that name already which is no volume of this driver's, and it stays; move it away, or wrap it with the class parameter path"
            .formatted(volume, store));
  }
}
