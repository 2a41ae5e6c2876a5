package example.ebs.local.store;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.system.Errno;
import example.ebs.linux.system.SystemCallException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** What it means to the caller that a folder of volumes cannot be read or written. */
public final class StoreFailures {
  private StoreFailures() {}

  /** The failure for a call that Linux refused. */
  public static Failure of(String what, SystemCallException failed) {
    String found = what + ": " + failed.getMessage();
    return switch (failed.errno()) {
      case EROFS -> readOnly(found, failed);
      case ENOSPC, EDQUOT -> full(found, failed);
      case EACCES, EPERM ->
          new Failure.PreconditionFailed(
              found + "; this process has to be root, and the folder not immutable", failed);
      case ELOOP, ENOTDIR ->
          new Failure.PreconditionFailed(
              found + "; a symbolic link or a file stands where a directory has to be", failed);
      case EBUSY -> new Failure.InUse(found + "; something is mounted there", failed);
      default -> new Failure.Internal(found, failed);
    };
  }

  /** The failure for a file operation of Java's, which tells the reason as text only. */
  public static Failure of(String what, IOException failed) {
    String found = what + ": " + reason(failed);
    String reason = found.toLowerCase(Locale.ROOT);
    if (reason.contains("no space left") || reason.contains("quota exceeded")) {
      return full(found, failed);
    }
    if (reason.contains("read-only file system")) {
      return readOnly(found, failed);
    }
    if (reason.contains("resource busy")) {
      return new Failure.InUse(found + "; something is mounted there", failed);
    }
    return new Failure.Internal(found, failed);
  }

  /** The path and the reason; of the commonest reasons Java tells the path alone. */
  static String reason(IOException failed) {
    String message = String.valueOf(failed.getMessage());
    return switch (failed) {
      case AccessDeniedException _ -> message + ": " + Errno.EACCES.text();
      case NoSuchFileException _ -> message + ": " + Errno.ENOENT.text();
      case FileAlreadyExistsException _ -> message + ": " + Errno.EEXIST.text();
      default -> message;
    };
  }

  private static Failure readOnly(String found, Exception failed) {
    return new Failure.PreconditionFailed(
        found + "; mount that filesystem writable, or choose another root", failed);
  }

  private static Failure full(String found, Exception failed) {
    return new Failure.LimitReached(
        found + "; free some space there, or choose another root", failed);
  }
}
