package example.ebs.linux.system;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Who may use a file that is open: asked and changed of the file itself, by no name that somebody
 * could give to another file meanwhile.
 *
 * <p>Every method throws {@link SystemCallException}. Safe for use by many threads.
 */
public final class LinuxAccess {
  private static final long STATX = LinuxFiles.ARM ? 291 : 332;
  private static final int STATX_TYPE_MODE_GID = 0x13;
  private static final int STATX_SIZE = 256;
  private static final int STATX_GID = 24;
  private static final int STATX_MODE = 28;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int TYPE = 0xf000;
  private static final int PERMISSIONS = 07777;
  private static final int SAME = -1;

  /** What the kernel says of it. */
  public FileAccess of(Descriptor file) {
    byte[] answer = new byte[STATX_SIZE];
    long result =
        CLibrary.Files.CALLS.syscall(
            STATX, file.number(), "", AT_EMPTY_PATH, STATX_TYPE_MODE_GID, answer);
    CLibrary.checked("statx", Math.toIntExact(result));
    ByteBuffer status = ByteBuffer.wrap(answer).order(ByteOrder.nativeOrder());
    int mode = Short.toUnsignedInt(status.getShort(STATX_MODE));
    return new FileAccess(
        mode & TYPE,
        mode & PERMISSIONS,
        Integer.toUnsignedLong(status.getInt(STATX_GID)),
        LinuxFiles.status(status));
  }

  /** Gives it to a group; the kernel takes setuid and setgid of a file away by that. */
  public void setGroup(Descriptor file, int group) {
    CLibrary.checked(
        "fchownat", CLibrary.Files.CALLS.fchownat(file.number(), "", SAME, group, AT_EMPTY_PATH));
  }

  /** Sets its permissions, up to 07777; a symbolic link has none. */
  public void setPermissions(Descriptor file, int permissions) {
    CLibrary.checked("chmod", CLibrary.Files.CALLS.chmod(file.path().toString(), permissions));
  }
}
