package example.ebs.linux.system;

/**
 * Who may use a file, and where it is, as the kernel says of an open one ({@code statx(2)}).
 *
 * @param type of the file, the bits {@code S_IFMT} of its mode
 * @param permissions the other bits of its mode, up to 07777
 * @param group the number of its group
 * @param where what the kernel says of mounts, and of the filesystem it is in
 */
public record FileAccess(int type, int permissions, long group, FileStatus where) {
  private static final int DIRECTORY = 0x4000;
  private static final int LINK = 0xa000;
  private static final int CHARACTER_DEVICE = 0x2000;
  private static final int BLOCK_DEVICE = 0x6000;

  public boolean isDirectory() {
    return type == DIRECTORY;
  }

  /** Whether it is a symbolic link, whose permissions count for nothing. */
  public boolean isLink() {
    return type == LINK;
  }

  /** Whether opening it opens a device. */
  public boolean isDevice() {
    return type == CHARACTER_DEVICE || type == BLOCK_DEVICE;
  }
}
