package example.ebs.linux.system;

import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.u_int64_t;

/**
 * File calls of the C library that Java does not offer: those that work relative to an open
 * directory. Public only because the binding is generated in a class loader of its own.
 */
public interface FileCalls {
  int openat(int directory, @In String name, int flags, int mode);

  /** The same with a name that ends in a zero byte. */
  int openat(int directory, @In byte[] name, int flags, int mode);

  /** For {@code getdents64(2)}, for which only C libraries from 2.30 on have a name. */
  long syscall(long number, int directory, @Out byte[] entries, long size);

  int fchownat(int directory, @In String name, int owner, int group, int flags);

  int chmod(@In String path, int mode);

  /** For {@code openat2(2)}, for which only C libraries from 2.43 on have a name. */
  long syscall(long number, int directory, @In String name, @In byte[] how, long size);

  /** For {@code renameat2(2)}, for which only C libraries from 2.28 on have a name. */
  long syscall(long number, int from, @In String fromName, int to, @In String toName, int flags);

  /** For {@code statx(2)}, for which only C libraries from 2.28 on have a name. */
  long syscall(
      long number, int directory, @In String name, int flags, int fields, @Out byte[] answer);

  int statvfs(@In String path, @Out byte[] answer);

  int mkdirat(int directory, @In String name, int mode);

  int unlinkat(int directory, @In String name, int flags);

  int mknod(@In String path, int mode, @u_int64_t long device);

  int close(int descriptor);
}
