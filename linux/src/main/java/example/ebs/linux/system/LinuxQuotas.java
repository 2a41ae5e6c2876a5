package example.ebs.linux.system;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The calls of project quota (quotactl(2), {@code linux/fs.h}), with Java's types; all throw {@link
 * SystemCallException}.
 *
 * <p>By descriptor, and so without a node for the device that holds the filesystem; that takes
 * Linux 5.14. Safe for use by many threads.
 */
public final class LinuxQuotas {
  private static final int AT_FDCWD = -100;
  private static final int O_CLOEXEC = 0x8_0000;
  // By number, the same on all architectures.
  private static final long QUOTACTL_FD = 443;
  private static final int PROJECTS = 2;
  private static final int GET_QUOTA = 0x80_0007 << 8 | PROJECTS;
  private static final int SET_QUOTA = 0x80_0008 << 8 | PROJECTS;
  private static final int GET_STATE = ('X' << 8 | 8) << 8 | PROJECTS;
  private static final long GET_ATTRIBUTES = 0x801c_581fL;
  private static final long SET_ATTRIBUTES = 0x401c_5820L;

  // struct fs_quota_statv: its version comes first, its flags as the second short.
  private static final int STATE_SIZE = 192;
  private static final int STATE_FLAGS = 2;
  private static final int PROJECTS_COUNTED = 1 << 4;
  private static final int PROJECTS_ENFORCED = 1 << 5;

  // struct if_dqblk: limits in kibibytes, space in bytes.
  private static final int RECORD_SIZE = 72;
  private static final int RECORD_SPACE = 16;
  private static final int RECORD_INODE_LIMIT = 24;
  private static final int RECORD_INODES = 40;
  private static final int RECORD_VALID = 64;
  private static final int LIMITS_OF_SPACE = 1;
  private static final int LIMITS_OF_INODES = 4;
  private static final int LIMIT_UNIT = 1024;

  // struct fsxattr: flags first.
  private static final int ATTRIBUTES_SIZE = 28;
  private static final int ATTRIBUTES_PROJECT = 12;
  private static final int INHERIT_PROJECT = 0x200;

  /** Whether the filesystem of that place counts and limits projects. */
  public ProjectState state(Descriptor place) {
    byte[] state = new byte[STATE_SIZE];
    state[0] = 1;
    control("Q_XGETQSTATV", place, GET_STATE, 0, state);
    int flags = buffer(state).getShort(STATE_FLAGS);
    return new ProjectState((flags & PROJECTS_COUNTED) != 0, (flags & PROJECTS_ENFORCED) != 0);
  }

  /** A project's record; that of one that never was may be missing, or all zero. */
  public ProjectUse use(Descriptor place, int project) {
    byte[] record = new byte[RECORD_SIZE];
    try {
      control("Q_GETQUOTA", place, GET_QUOTA, project, record);
    } catch (SystemCallException failed) {
      if (failed.errno() == Errno.ENOENT) {
        return ProjectUse.NONE;
      }
      throw failed;
    }
    ByteBuffer buffer = buffer(record);
    return new ProjectUse(
        buffer.getLong(RECORD_SPACE),
        buffer.getLong(0) * LIMIT_UNIT,
        buffer.getLong(RECORD_INODES),
        buffer.getLong(RECORD_INODE_LIMIT));
  }

  /**
   * Sets how much a project may hold; zero for no limit.
   *
   * @param bytes rounded up to a kibibyte or more
   */
  public void limit(Descriptor place, int project, long bytes, long inodes) {
    byte[] record = new byte[RECORD_SIZE];
    buffer(record)
        .putLong(0, Math.ceilDiv(bytes, LIMIT_UNIT))
        .putLong(RECORD_INODE_LIMIT, inodes)
        .putInt(RECORD_VALID, LIMITS_OF_SPACE | LIMITS_OF_INODES);
    control("Q_SETQUOTA", place, SET_QUOTA, project, record);
  }

  /** The project that a directory, and what is made in it, belongs to; zero for none. */
  public int project(Descriptor directory) {
    try (Descriptor opened = reopen(directory)) {
      return buffer(attributes(opened)).getInt(ATTRIBUTES_PROJECT);
    }
  }

  /** Puts a directory, and what is made in it from now on, into a project. */
  public void assign(Descriptor directory, int project) {
    try (Descriptor opened = reopen(directory)) {
      byte[] attributes = attributes(opened);
      ByteBuffer buffer = buffer(attributes);
      buffer.putInt(0, buffer.getInt(0) | INHERIT_PROJECT).putInt(ATTRIBUTES_PROJECT, project);
      CLibrary.checked(
          "FS_IOC_FSSETXATTR",
          CLibrary.Controls.CALLS.ioctl(opened.number(), SET_ATTRIBUTES, attributes));
    }
  }

  private static byte[] attributes(Descriptor opened) {
    byte[] attributes = new byte[ATTRIBUTES_SIZE];
    CLibrary.checked(
        "FS_IOC_FSGETXATTR",
        CLibrary.Controls.CALLS.ioctl(opened.number(), GET_ATTRIBUTES, attributes));
    return attributes;
  }

  /** A descriptor that was opened for its place alone takes no ioctl. */
  private static Descriptor reopen(Descriptor directory) {
    int result = CLibrary.Files.CALLS.openat(AT_FDCWD, directory.path().toString(), O_CLOEXEC, 0);
    return new Descriptor(CLibrary.checked("openat", result));
  }

  private static void control(
      String name, Descriptor place, int command, int project, byte[] argument) {
    long result =
        CLibrary.Controls.CALLS.syscall(QUOTACTL_FD, place.number(), command, project, argument);
    CLibrary.checked(name, Math.toIntExact(result));
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
  }
}
