package example.ebs.local.publish;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.time.Deadline;
import example.ebs.linux.system.DeepFolders;
import example.ebs.linux.system.Descriptor;
import example.ebs.linux.system.DirectoryListing;
import example.ebs.linux.system.Errno;
import example.ebs.linux.system.FileAccess;
import example.ebs.linux.system.LinuxAccess;
import example.ebs.linux.system.SystemCallException;
import example.ebs.local.store.StoreFailures;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a group the use of a volume, its directory and all that is in it (VOLUME_MOUNT_GROUP), as
 * the kubelet does with {@code fsGroupChangePolicy: OnRootMismatch}: where the directory itself is
 * as it has to be, nothing in it is looked at. The directory comes last, so that what was begun and
 * not ended is begun again.
 *
 * <p>Other pods may write to the volume meanwhile, whatever they like. So every file is opened and
 * then asked and changed by no name; no symbolic link is followed, and no mount is entered.
 */
final class GroupAccess {
  private static final Logger LOG = LoggerFactory.getLogger(GroupAccess.class);
  private static final int FILE = 0660;

  /** What is made in it is the group's as well. */
  private static final int DIRECTORY = 02770;

  private static final int LOST_WITH_THE_GROUP = 06000;

  /** Each level keeps two files open, and a piece of its names in memory. */
  private static final int DEEPEST = 256;

  private static final DeepFolders FOLDERS = DeepFolders.ofProcess();

  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final LinuxAccess access = new LinuxAccess();
  private final PublishLocal request;
  private final int group;
  private final Clock clock;
  private final Deadline deadline;
  private int left;

  private GroupAccess(PublishLocal request, int group, Clock clock) {
    this.request = request;
    this.group = group;
    this.clock = clock;
    this.deadline = Deadline.after(LONGEST, clock);
  }

  /** Gives what is asked for; it goes on if the caller leaves, who then finds it done. */
  static void give(PublishLocal request, Descriptor directory, Clock clock) {
    if (request.group().isPresent() && !request.use().readOnly()) {
      new GroupAccess(request, request.group().getAsInt(), clock).give(directory);
    }
  }

  private void give(Descriptor directory) {
    try {
      FileAccess found = access.of(directory);
      if (found.group() == group && (found.permissions() & DIRECTORY) == DIRECTORY) {
        return;
      }
      giveContents(directory, found, 1);
      change(directory, found);
    } catch (SystemCallException failed) {
      throw StoreFailures.of(request + " cannot be given to group " + group, failed);
    }
    if (left > 0) {
      LOG.atWarn()
          .addKeyValue("volume", request.id())
          .addKeyValue("group", group)
          .addKeyValue("files", left)
          .log("Some files of the volume are immutable, and not given to the pod's group");
    }
  }

  private void giveContents(Descriptor directory, FileAccess top, int depth) {
    requireShallow(depth);
    enter(depth);
    try (DirectoryListing listing = DirectoryListing.of(directory)) {
      Optional<Descriptor> next = listing.next();
      while (next.isPresent()) {
        requireTime();
        try (Descriptor file = next.get()) {
          give(file, top, depth);
        }
        next = listing.next();
      }
    } finally {
      FOLDERS.leave(depth);
    }
  }

  private void enter(int depth) {
    if (!FOLDERS.enters(depth)) {
      throw new Failure.InProgress(
          "%s is given to group %d, and as many deep folders as may be open at a time are open for other volumes; ask again when they have ended"
              .formatted(request, group));
    }
  }

  private void give(Descriptor file, FileAccess top, int depth) {
    FileAccess found = access.of(file);
    if (isElsewhere(found, top) || found.isDevice()) {
      return;
    }
    if (found.isDirectory()) {
      giveContents(file, top, depth + 1);
    }
    try {
      change(file, found);
    } catch (SystemCallException failed) {
      if (failed.errno() != Errno.EPERM) {
        throw failed;
      }
      left++;
    }
  }

  /** What somebody mounted in the volume is not the volume's. */
  private static boolean isElsewhere(FileAccess found, FileAccess top) {
    return found.where().tellsMounts()
        ? found.where().mountRoot()
        : found.where().major() != top.where().major()
            || found.where().minor() != top.where().minor();
  }

  private void change(Descriptor file, FileAccess found) {
    boolean foreign = found.group() != group;
    if (foreign) {
      access.setGroup(file, group);
    }
    int wanted = found.permissions() | (found.isDirectory() ? DIRECTORY : FILE);
    boolean lost = foreign && (wanted & LOST_WITH_THE_GROUP) != 0;
    if (!found.isLink() && (lost || wanted != found.permissions())) {
      access.setPermissions(file, wanted);
    }
  }

  private void requireShallow(int depth) {
    if (depth > DEEPEST) {
      throw new Failure.PreconditionFailed(
          "%s cannot be given to group %d: its folders lie more than %d deep in each other. Do it by hand: chgrp -R, chmod -R g+rwX, and at last chmod g+s of the volume's directory, by which the next attempt sees that it was done"
              .formatted(request, group, DEEPEST));
    }
  }

  private void requireTime() {
    if (deadline.hasPassed(clock)) {
      throw new Failure.TimedOut(
          "%s was not given to group %d within %d minutes; it is begun again when it is asked for again"
              .formatted(request, group, LONGEST.toMinutes()));
    }
  }
}
