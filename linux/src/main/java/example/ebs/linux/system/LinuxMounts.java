package example.ebs.linux.system;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/** Calls that mount and unmount, with Java's types; all throw {@link SystemCallException}. */
public final class LinuxMounts {
  private static final int UMOUNT_NOFOLLOW = 8;
  private static final long MS_BIND = 1 << 12;
  // By number, the same on all architectures: a C library older than 2.36 has no names for them.
  private static final long OPEN_TREE = 428;
  private static final long MOVE_MOUNT = 429;
  private static final long MOUNT_SETATTR = 442;
  private static final int AT_FDCWD = -100;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int OPEN_TREE_CLONE = 1;
  private static final int OPEN_TREE_CLOEXEC = 0x8_0000;
  // The source is the descriptor itself; the target's path may end in a link of /proc/self/fd.
  private static final int MOVE_MOUNT_FLAGS = 0x4 | 0x10;
  private static final int MOUNT_ATTR_SIZE = 32;
  private static final Set<Errno> NOT_MOUNTED = EnumSet.of(Errno.EINVAL, Errno.ENOENT);

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

  /**
   * Binds, in one step: the new mount has its own flags before anybody can see it.
   *
   * @param set {@code MOUNT_ATTR_} bits that the source's mount need not have
   * @param cleared those that it may have and the new mount must not
   */
  public void bind(Path source, Path target, long set, long cleared) {
    if ((set | cleared) == 0) {
      mount(source.toString(), target, "none", MS_BIND, "");
      return;
    }
    // Mounted nowhere as yet, and so gone with this process should that be killed (open_tree(2)).
    Descriptor clone =
        new Descriptor(
            checked(
                "open_tree",
                CLibrary.Mounts.CALLS.syscall(
                    OPEN_TREE, AT_FDCWD, source.toString(), OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC)));
    try (clone) {
      change(clone, set, cleared);
      long result =
          CLibrary.Mounts.CALLS.syscall(
              MOVE_MOUNT, clone.number(), "", AT_FDCWD, target.toString(), MOVE_MOUNT_FLAGS);
      checked("move_mount", result);
    }
  }

  private static void change(Descriptor mount, long set, long cleared) {
    byte[] attributes = new byte[MOUNT_ATTR_SIZE];
    ByteBuffer.wrap(attributes).order(ByteOrder.nativeOrder()).putLong(set).putLong(cleared);
    long result =
        CLibrary.Mounts.CALLS.syscall(
            MOUNT_SETATTR, mount.number(), "", AT_EMPTY_PATH, attributes, MOUNT_ATTR_SIZE);
    checked("mount_setattr", result);
  }

  private static int checked(String call, long result) {
    return CLibrary.checked(call, Math.toIntExact(result));
  }

  /**
   * Unmounts what is topmost at the path, and never through a symbolic link.
   *
   * @return false when nothing is mounted there
   */
  public boolean unmount(Path target) {
    int result = CLibrary.Mounts.CALLS.umount2(target.toString(), UMOUNT_NOFOLLOW);
    if (result < 0 && NOT_MOUNTED.contains(CLibrary.lastErrno())) {
      return false;
    }
    CLibrary.checked("umount2", result);
    return true;
  }
}
