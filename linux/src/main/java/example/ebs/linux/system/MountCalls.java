package example.ebs.linux.system;

import jnr.ffi.annotations.In;
import jnr.ffi.types.u_int64_t;

/**
 * {@code mount(2)}, {@code umount2(2)}, and those that only {@code syscall(2)} reaches. Public only
 * because the binding is generated in a class loader of its own.
 */
public interface MountCalls {
  int mount(
      @In String source,
      @In String target,
      @In String type,
      @u_int64_t long flags,
      @In String data);

  int umount2(@In String target, int flags);

  long syscall(long number, int directory, @In String path, int flags);

  long syscall(long number, int from, @In String fromPath, int to, @In String toPath, int flags);

  long syscall(
      long number, int directory, @In String path, int flags, @In byte[] attributes, long size);
}
