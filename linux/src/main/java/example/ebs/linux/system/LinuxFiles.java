package example.ebs.linux.system;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Opening, making and removing files by name in an open directory, never through a symbolic link.
 *
 * <p>Every method throws {@link SystemCallException}. Safe for use by many threads.
 */
public final class LinuxFiles {
  static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");
  private static final int AT_FDCWD = -100;
  private static final int AT_REMOVEDIR = 0x200;
  private static final int O_CREAT_EXCL_WRONLY = 0x40 | 0x80 | 1;
  private static final int O_EXCL = 0x80;
  private static final int O_PATH = 0x20_0000;
  private static final int O_CLOEXEC = 0x8_0000;
  private static final int RENAME_NOREPLACE = 1;
  private static final long RENAMEAT2 = ARM ? 276 : 316;
  private static final long STATX = ARM ? 291 : 332;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_NO_AUTOMOUNT = 0x800;
  private static final int AT_EMPTY_PATH = 0x1000;
  // struct statx: where what is wanted of it lies.
  private static final int STATX_SIZE = 256;
  private static final int STATX_ATTRIBUTES = 8;
  private static final int STATX_INODE = 32;
  private static final int STATX_ATTRIBUTES_MASK = 56;
  private static final int STATX_DEVICE_MAJOR = 136;
  private static final int STATX_DEVICE_MINOR = 140;
  private static final long STATX_ATTR_MOUNT_ROOT = 0x2000;
  // struct statvfs of 64-bit machines: eleven longs of which the first eight are wanted, and more.
  private static final int STATVFS_SIZE = 112;
  // The two flags that differ between the architectures EC2 has.
  private static final int O_DIRECTORY = ARM ? 0x4000 : 0x1_0000;
  private static final int O_NOFOLLOW = ARM ? 0x8000 : 0x2_0000;
  private static final int S_IFCHR = 0x2000;
  private static final long NULL_DEVICE = 0x103;
  // By number, the same on all architectures.
  private static final long OPENAT2 = 437;
  private static final long RESOLVE_NO_SYMLINKS = 4;
  private static final int OPEN_HOW_SIZE = 24;
  private static final int S_IFBLK = 0x6000;

  /** Opens a directory by its whole path; for the root of a walk, which is trusted. */
  public Descriptor openRoot(Path directory) {
    return open(AT_FDCWD, directory.toString(), O_PATH | O_DIRECTORY, 0);
  }

  /**
   * Opens a directory by its whole path in one step, if no symbolic link is anywhere on the way.
   * Where it cannot, or the kernel is older than 5.6, a walk name by name says why.
   */
  public Optional<Descriptor> openDirectoryWithoutLinks(Path directory) {
    byte[] how = new byte[OPEN_HOW_SIZE];
    ByteBuffer.wrap(how)
        .order(ByteOrder.nativeOrder())
        .putLong(O_PATH | O_DIRECTORY | O_CLOEXEC)
        .putLong(0)
        .putLong(RESOLVE_NO_SYMLINKS);
    long opened =
        CLibrary.Files.CALLS.syscall(OPENAT2, AT_FDCWD, directory.toString(), how, OPEN_HOW_SIZE);
    return opened < 0 ? Optional.empty() : Optional.of(new Descriptor(Math.toIntExact(opened)));
  }

  /** Whether a block device is mounted, in whichever namespace, or held by a program alone. */
  public boolean isInUse(Path device) {
    try {
      open(AT_FDCWD, device.toString(), O_EXCL, 0).close();
      return false;
    } catch (SystemCallException failed) {
      if (failed.errno() == Errno.EBUSY) {
        return true;
      }
      throw failed;
    }
  }

  /** Opens a directory in a directory. */
  public Descriptor openDirectory(Descriptor parent, String name) {
    return open(parent.number(), name, O_PATH | O_DIRECTORY | O_NOFOLLOW, 0);
  }

  /** Opens whatever is there, a symbolic link itself rather than what it points to. */
  public Descriptor openAny(Descriptor parent, String name) {
    return open(parent.number(), name, O_PATH | O_NOFOLLOW, 0);
  }

  /** The same for a name as the kernel has it, which need not be text; it ends in a zero byte. */
  static Descriptor openAny(Descriptor parent, byte[] name) {
    int flags = O_PATH | O_NOFOLLOW | O_CLOEXEC;
    return new Descriptor(
        CLibrary.checked("openat", CLibrary.Files.CALLS.openat(parent.number(), name, flags, 0)));
  }

  /** Opens a directory once more, to read which names are in it. */
  static Descriptor openListing(Descriptor directory) {
    return open(directory.number(), ".", O_DIRECTORY, 0);
  }

  public void makeDirectory(Descriptor parent, String name, int mode) {
    CLibrary.checked("mkdirat", CLibrary.Files.CALLS.mkdirat(parent.number(), name, mode));
  }

  /** Makes an empty regular file, which must not exist. */
  public void makeFile(Descriptor parent, String name, int mode) {
    open(parent.number(), name, O_CREAT_EXCL_WRONLY | O_NOFOLLOW, mode).close();
  }

  public void removeDirectory(Descriptor parent, String name) {
    int result = CLibrary.Files.CALLS.unlinkat(parent.number(), name, AT_REMOVEDIR);
    CLibrary.checked("unlinkat", result);
  }

  public void removeFile(Descriptor parent, String name) {
    CLibrary.checked("unlinkat", CLibrary.Files.CALLS.unlinkat(parent.number(), name, 0));
  }

  /** Gives what is there another name in the same filesystem, under which nothing may be yet. */
  public void rename(Descriptor from, String name, Descriptor to, String newName) {
    long result =
        CLibrary.Files.CALLS.syscall(
            RENAMEAT2, from.number(), name, to.number(), newName, RENAME_NOREPLACE);
    CLibrary.checked("renameat2", Math.toIntExact(result));
  }

  /**
   * What has that name in the directory, or what is mounted on it; a symbolic link itself.
   *
   * @param name empty for the directory itself, as it was opened
   */
  public FileStatus status(Descriptor directory, String name) {
    byte[] answer = new byte[STATX_SIZE];
    int flags = AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_EMPTY_PATH;
    long result = CLibrary.Files.CALLS.syscall(STATX, directory.number(), name, flags, 0, answer);
    CLibrary.checked("statx", Math.toIntExact(result));
    return status(ByteBuffer.wrap(answer).order(ByteOrder.nativeOrder()));
  }

  /** From a {@code struct statx}. */
  static FileStatus status(ByteBuffer status) {
    return new FileStatus(
        (status.getLong(STATX_ATTRIBUTES_MASK) & STATX_ATTR_MOUNT_ROOT) != 0,
        (status.getLong(STATX_ATTRIBUTES) & STATX_ATTR_MOUNT_ROOT) != 0,
        status.getInt(STATX_DEVICE_MAJOR),
        status.getInt(STATX_DEVICE_MINOR),
        status.getLong(STATX_INODE));
  }

  /** What the filesystem has in which that place lies. */
  public FilesystemSpace space(Descriptor place) {
    byte[] answer = new byte[STATVFS_SIZE];
    CLibrary.checked("statvfs", CLibrary.Files.CALLS.statvfs(place.path().toString(), answer));
    LongBuffer values = ByteBuffer.wrap(answer).order(ByteOrder.nativeOrder()).asLongBuffer();
    long unit = values.get(1);
    return new FilesystemSpace(
        unit * values.get(2),
        unit * values.get(3),
        unit * values.get(4),
        values.get(5),
        values.get(6));
  }

  /** Makes a block device node with mode 0600; {@code device} is a {@code dev_t}. */
  public void makeBlockNode(Path path, long device) {
    CLibrary.checked("mknod", CLibrary.Files.CALLS.mknod(path.toString(), S_IFBLK | 0600, device));
  }

  /** Makes a node for the null device, which every machine has and anybody may open. */
  public void makeNullNode(Path path) {
    CLibrary.checked(
        "mknod", CLibrary.Files.CALLS.mknod(path.toString(), S_IFCHR | 0600, NULL_DEVICE));
  }

  private static Descriptor open(int directory, String name, int flags, int mode) {
    int result = CLibrary.Files.CALLS.openat(directory, name, flags | O_CLOEXEC, mode);
    return new Descriptor(CLibrary.checked("openat", result));
  }
}
