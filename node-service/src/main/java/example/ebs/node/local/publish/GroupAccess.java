package example.ebs.node.local.publish;

import example.ebs.node.local.store.StoreFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Gives a group the use of a volume's directory (VOLUME_MOUNT_GROUP). */
final class GroupAccess {
  private static final String MODE = "unix:mode";
  private static final String GROUP = "unix:gid";

  /** The group may do everything, and what is made in the directory is the group's as well. */
  private static final int SHARED = 02070;

  private static final int PERMISSIONS = 07777;

  private GroupAccess() {}

  /** Changes the directory itself, not what is in it: that is made beneath it and inherits. */
  static void give(PublishLocal request, Path directory, int group) {
    try {
      int mode = (Integer) Files.getAttribute(directory, MODE) & PERMISSIONS;
      if (!Files.getAttribute(directory, GROUP).equals(group)) {
        Files.setAttribute(directory, GROUP, group);
      }
      if ((mode & SHARED) != SHARED) {
        Files.setAttribute(directory, MODE, mode | SHARED);
      }
    } catch (IOException failed) {
      throw StoreFailures.of(request + " cannot be given to group " + group, failed);
    }
  }
}
