package example.ebs.linux.mount;

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
  static final long MANDLOCK = 1 << 6;
  static final long DIRSYNC = 1 << 7;
  static final long NOSYMFOLLOW = 1 << 8;
  static final long NOATIME = 1 << 10;
  static final long NODIRATIME = 1 << 11;
  static final long SILENT = 1 << 15;
  static final long RELATIME = 1 << 21;
  static final long STRICTATIME = 1 << 24;
  static final long LAZYTIME = 1 << 25;

  private static final long ACCESS_TIME = NOATIME | RELATIME | STRICTATIME;
  private static final long OF_MOUNT =
      RDONLY | NOSUID | NODEV | NOEXEC | NOSYMFOLLOW | NOATIME | NODIRATIME | RELATIME;
  private static final long OF_FILESYSTEM = SYNCHRONOUS | DIRSYNC | LAZYTIME;

  /** Those that belong to a mount that is made with these, as the kernel shows them afterwards. */
  public MountFlags ofMount() {
    // The kernel takes relatime unless told otherwise.
    long implied = (bits & (NOATIME | STRICTATIME)) == 0 ? RELATIME : 0;
    return new MountFlags(bits | implied).shown();
  }

  /** What is shown of a mount that has these, and no others: nothing shown means strictatime. */
  MountFlags shown() {
    return new MountFlags(bits & OF_MOUNT);
  }

  /** Those that belong to the filesystem, and so to all of its mounts. */
  public MountFlags ofFilesystem() {
    return new MountFlags(bits & OF_FILESYSTEM);
  }

  /** The same as {@code MOUNT_ATTR_} bits, which are fewer; the others are left out. */
  long attributes() {
    return (bits & (RDONLY | NOSUID | NODEV | NOEXEC))
        | attribute(NOATIME, 0x10)
        | attribute(STRICTATIME, 0x20)
        | attribute(NODIRATIME, 0x80)
        | attribute(NOSYMFOLLOW, 0x20_0000);
  }

  /** The {@code MOUNT_ATTR_} bits of the one choice between the ways of access times, if made. */
  long accessTimeAttributes() {
    return attribute(ACCESS_TIME, 0x70);
  }

  private long attribute(long flags, long attribute) {
    return (bits & flags) == 0 ? 0 : attribute;
  }

  public MountFlags with(MountFlags more) {
    return new MountFlags(bits | more.bits);
  }

  public MountFlags without(MountFlags fewer) {
    return new MountFlags(bits & ~fewer.bits);
  }

  public boolean isReadOnly() {
    return (bits & RDONLY) != 0;
  }
}
