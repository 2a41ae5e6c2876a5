package example.ebs.node.mount;

/**
 * The {@code MS_} bits of {@code mount(2)} that options stand for.
 *
 * @param bits as the kernel numbers them
 */
public record MountFlags(long bits) {
  public static final MountFlags NONE = new MountFlags(0);
  public static final MountFlags READ_ONLY = new MountFlags(1);

  static final long RDONLY = 1;
  static final long NOSUID = 1 << 1;
  static final long NODEV = 1 << 2;
  static final long NOEXEC = 1 << 3;
  static final long SYNCHRONOUS = 1 << 4;
  static final long REMOUNT = 1 << 5;
  static final long MANDLOCK = 1 << 6;
  static final long DIRSYNC = 1 << 7;
  static final long NOSYMFOLLOW = 1 << 8;
  static final long NOATIME = 1 << 10;
  static final long NODIRATIME = 1 << 11;
  static final long BIND = 1 << 12;
  static final long SILENT = 1 << 15;
  static final long RELATIME = 1 << 21;
  static final long STRICTATIME = 1 << 24;
  static final long LAZYTIME = 1 << 25;

  private static final long OF_MOUNT =
      RDONLY | NOSUID | NODEV | NOEXEC | NOSYMFOLLOW | NOATIME | NODIRATIME | RELATIME;
  private static final long OF_FILESYSTEM = SYNCHRONOUS | DIRSYNC | LAZYTIME;

  /** Those that belong to one mount, as the kernel shows them once mounted. */
  public MountFlags ofMount() {
    // The kernel takes relatime unless told otherwise, and shows strictatime as neither.
    long implied = (bits & (NOATIME | STRICTATIME)) == 0 ? RELATIME : 0;
    return new MountFlags((bits | implied) & OF_MOUNT);
  }

  /** Those that belong to the filesystem, and so to all of its mounts. */
  public MountFlags ofFilesystem() {
    return new MountFlags(bits & OF_FILESYSTEM);
  }

  public MountFlags with(MountFlags more) {
    return new MountFlags(bits | more.bits);
  }

  public boolean isReadOnly() {
    return (bits & RDONLY) != 0;
  }
}
