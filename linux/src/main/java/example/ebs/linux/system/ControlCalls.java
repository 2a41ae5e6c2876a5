package example.ebs.linux.system;

import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;

/**
 * {@code ioctl(2)}, {@code flock(2)} and {@code quotactl_fd(2)}. Public only because the binding is
 * generated in a class loader of its own.
 */
public interface ControlCalls {
  int ioctl(int descriptor, long request, long argument);

  int ioctl(int descriptor, long request, @In @Out byte[] argument);

  int flock(int descriptor, int operation);

  /** For {@code quotactl_fd(2)}, for which the C library has no name. */
  long syscall(long number, int descriptor, int command, int id, @In @Out byte[] argument);
}
