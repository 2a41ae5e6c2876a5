package example.ebs.linux.system;

import java.util.Arrays;

/** The errors of system calls that somebody here tells apart; the numbers are Linux's. */
public enum Errno {
  EPERM(1, "not permitted"),
  ENOENT(2, "no such file or directory"),
  ESRCH(3, "no such process, or no quota"),
  EIO(5, "input/output error"),
  ENXIO(6, "no such device or address"),
  EAGAIN(11, "not now"),
  EACCES(13, "permission denied"),
  ENOTBLK(15, "not a block device"),
  EBUSY(16, "device or resource busy"),
  EEXIST(17, "file exists"),
  EXDEV(18, "another filesystem"),
  ENODEV(19, "no such device, or the kernel does not know this filesystem"),
  ENOTDIR(20, "not a directory"),
  EINVAL(22, "invalid argument"),
  ENOTTY(25, "no such ioctl"),
  ENOSPC(28, "no space left"),
  EROFS(30, "read-only"),
  ENOSYS(38, "this kernel does not have that call"),
  ENOTEMPTY(39, "directory not empty"),
  ELOOP(40, "a symbolic link is in the way"),
  EBADMSG(74, "bad checksum"),
  EOPNOTSUPP(95, "not supported"),
  EUCLEAN(117, "structure needs cleaning"),
  EDQUOT(122, "disk quota exceeded"),
  OTHER(0, "unexpected error");

  private final int number;
  private final String text;

  Errno(int number, String text) {
    this.number = number;
    this.text = text;
  }

  static Errno of(int number) {
    return Arrays.stream(values())
        .filter(errno -> errno.number == number)
        .findFirst()
        .orElse(OTHER);
  }

  /** What it means, in words. */
  public String text() {
    return text;
  }
}
