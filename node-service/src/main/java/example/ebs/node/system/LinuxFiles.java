package example.ebs.node.system;

import java.nio.file.Path;

/**
 * Opening, making and removing files by name in an open directory, never through a symbolic link.
 *
 * <p>Every method throws {@link SystemCallException}. Safe for use by many threads.
 */
public final class LinuxFiles {
  private static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");
  private static final int AT_FDCWD = -100;
  private static final int AT_REMOVEDIR = 0x200;
  private static final int O_CREAT_EXCL_WRONLY = 0x40 | 0x80 | 1;
  private static final int O_PATH = 0x20_0000;
  private static final int O_CLOEXEC = 0x8_0000;
  // The two flags that differ between the architectures EC2 has.
  private static final int O_DIRECTORY = ARM ? 0x4000 : 0x1_0000;
  private static final int O_NOFOLLOW = ARM ? 0x8000 : 0x2_0000;
  private static final int S_IFBLK = 0x6000;

  /** Opens a directory by its whole path; for the root of a walk, which is trusted. */
  public Descriptor openRoot(Path directory) {
    return open(AT_FDCWD, directory.toString(), O_PATH | O_DIRECTORY, 0);
  }

  /** Opens a directory in a directory. */
  public Descriptor openDirectory(Descriptor parent, String name) {
    return open(parent.number(), name, O_PATH | O_DIRECTORY | O_NOFOLLOW, 0);
  }

  /** Opens whatever is there, a symbolic link itself rather than what it points to. */
  public Descriptor openAny(Descriptor parent, String name) {
    return open(parent.number(), name, O_PATH | O_NOFOLLOW, 0);
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

  /** Makes a block device node with mode 0600; {@code device} is a {@code dev_t}. */
  public void makeBlockNode(Path path, long device) {
    CLibrary.checked("mknod", CLibrary.Files.CALLS.mknod(path.toString(), S_IFBLK | 0600, device));
  }

  private static Descriptor open(int directory, String name, int flags, int mode) {
    int result = CLibrary.Files.CALLS.openat(directory, name, flags | O_CLOEXEC, mode);
    return new Descriptor(CLibrary.checked("openat", result));
  }
}
