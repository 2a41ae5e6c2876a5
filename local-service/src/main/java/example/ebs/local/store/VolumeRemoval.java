package example.ebs.local.store;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.time.Deadline;
import example.ebs.linux.system.Descriptor;
import example.ebs.linux.system.Errno;
import example.ebs.linux.system.SystemCallException;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes volumes that nothing has mounted: noted first, then out of the way in one step, then
 * deleted, and forgotten last. The caller holds a lock on the volume.
 */
public record VolumeRemoval(Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger(VolumeRemoval.class);

  /**
   * Removes the volume with all that it holds.
   *
   * @throws example.ebs.csi.failure.Failure.TimedOut when the deadline passes first; the next call
   *     goes on
   */
  public void remove(OpenStore store, VolumeRecord volume, Deadline deadline) {
    long inode = note(store, volume);
    Trash trash = new Trash(store, clock, volume.key() + ".");
    VolumeDirectories.existingParent(store, volume)
        .ifPresent(parent -> takeDirectory(store, trash, volume, parent, inode));
    take(trash, store.own(OpenStore.MAKING), volume.key().value());
    take(trash, store.own(OpenStore.IMAGES), ImageName.of(volume.key()));
    removePodFolder(store, volume);
    // Once the directory is deleted its number is given to others, who may have that name, too.
    note(store, volume, new Stage.Removing(0));
    trash.empty(deadline);
    Records.remove(store, volume.key());
  }

  private static void take(Trash trash, Descriptor folder, String name) {
    try (folder) {
      trash.take(folder, name);
    }
  }

  /** Returns the number of the one directory that is the volume's, or 0. */
  private static long note(OpenStore store, VolumeRecord volume) {
    long inode =
        switch (volume.stage()) {
          case Stage.Claimed claimed -> claimed.inode();
          case Stage.Ready _ -> inode(store, volume);
          case Stage.Removing removing -> removing.inode();
        };
    note(store, volume, new Stage.Removing(inode));
    return inode;
  }

  private static void note(OpenStore store, VolumeRecord volume, Stage stage) {
    try {
      var _ = Records.write(store, volume.at(stage));
    } catch (Failure.LimitReached full) {
      // Removing is what makes room. Killed without the note, the next call begins again.
      LOG.warn("{} is removed without a note: {}", volume, full.getMessage());
    }
  }

  private static long inode(OpenStore store, VolumeRecord volume) {
    Optional<Descriptor> found = VolumeDirectories.existingParent(store, volume);
    if (found.isEmpty()) {
      return 0;
    }
    try (Descriptor parent = found.get()) {
      return VolumeDirectories.inode(store, parent, volume.directory().getLast());
    }
  }

  private static void takeDirectory(
      OpenStore store, Trash trash, VolumeRecord volume, Descriptor parent, long inode) {
    String name = volume.directory().getLast();
    try (parent) {
      if (inode != 0 && VolumeDirectories.inode(store, parent, name) == inode) {
        trash.take(parent, name);
      }
    }
  }

  /** That of other volumes of the same pod stays. */
  private static void removePodFolder(OpenStore store, VolumeRecord volume) {
    if (volume.directory().size() == 1) {
      return;
    }
    try {
      store.files().removeDirectory(store.root(), volume.directory().getFirst());
    } catch (SystemCallException failed) {
      if (failed.errno() != Errno.ENOTEMPTY && failed.errno() != Errno.ENOENT) {
        throw StoreFailures.of(
            "the folder %s in root %s".formatted(volume.directory().getFirst(), store), failed);
      }
    }
  }

  /** Ends what was begun before; what is not noted as removed is not touched. */
  public void finish(OpenStore store, Deadline deadline) {
    new Trash(store, clock, "").empty(deadline);
  }
}
