package example.ebs.linux.mount;

import example.ebs.linux.device.DeviceNumber;
import java.nio.file.Path;

/**
 * One mount, as the kernel describes it.
 *
 * @param parent the number of the mount on which it lies
 * @param device of the filesystem
 * @param root the path within the filesystem that is mounted; {@code /} unless it is a bind mount
 *     of a part
 * @param target where it is mounted
 * @param flags those that belong to this mount
 * @param type of the filesystem
 * @param filesystemFlags those that belong to the filesystem
 */
public record MountEntry(
    long parent,
    DeviceNumber device,
    String root,
    Path target,
    MountFlags flags,
    String type,
    MountFlags filesystemFlags) {

  /** Whether it shows the whole filesystem rather than a part of it. */
  public boolean isWhole() {
    return root.equals("/");
  }

  /** Whether it shows a file or folder that has no name any more (proc(5)). */
  public boolean isOfRemovedFile() {
    return root.endsWith("//deleted");
  }
}
