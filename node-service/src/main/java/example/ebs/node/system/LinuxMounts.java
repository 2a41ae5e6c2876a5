package example.ebs.node.system;

import java.nio.file.Path;

/**
 * {@code mount(2)} and {@code umount2(2)} with Java's types; both throw {@link
 * SystemCallException}.
 */
public final class LinuxMounts {
  private static final int UMOUNT_NOFOLLOW = 8;

  /**
   * Mounts.
   *
   * @param flags the {@code MS_} bits
   * @param data the filesystem's own options, separated by commas; empty for none
   */
  public void mount(String source, Path target, String type, long flags, String data) {
    CLibrary.checked(
        "mount", CLibrary.Mounts.CALLS.mount(source, target.toString(), type, flags, data));
  }

  /** Unmounts what is topmost at the path, and never through a symbolic link. */
  public void unmount(Path target) {
    int result = CLibrary.Mounts.CALLS.umount2(target.toString(), UMOUNT_NOFOLLOW);
    CLibrary.checked("umount2", result);
  }
}
