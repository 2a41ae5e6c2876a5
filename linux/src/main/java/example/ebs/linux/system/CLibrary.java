package example.ebs.linux.system;

import jnr.ffi.LastError;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;

/** The C library, bound at the first call and not at start, because binding takes a while. */
final class CLibrary {
  private CLibrary() {}

  static final class Files {
    static final FileCalls CALLS = LibraryLoader.create(FileCalls.class).load("c");

    private Files() {}
  }

  static final class Mounts {
    static final MountCalls CALLS = LibraryLoader.create(MountCalls.class).load("c");

    private Mounts() {}
  }

  static final class Controls {
    static final ControlCalls CALLS = LibraryLoader.create(ControlCalls.class).load("c");

    private Controls() {}
  }

  /**
   * Returns the result of a call.
   *
   * @throws SystemCallException when it is negative, which is how these calls report a failure
   */
  static int checked(String call, int result) {
    if (result < 0) {
      throw new SystemCallException(call, lastError());
    }
    return result;
  }

  /** Why the last call of this thread failed. */
  static Errno lastErrno() {
    return Errno.of(lastError());
  }

  private static int lastError() {
    return LastError.getLastError(Runtime.getSystemRuntime());
  }
}
