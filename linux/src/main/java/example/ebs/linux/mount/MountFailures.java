package example.ebs.linux.mount;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.path.TargetPath;
import example.ebs.linux.system.SystemCallException;

/** What it means to the caller that the kernel would not mount a filesystem. */
final class MountFailures {
  private MountFailures() {}

  static Failure of(FilesystemMount filesystem, TargetPath target, SystemCallException failed) {
    String what =
        "%s on %s cannot be mounted at %s: %s"
            .formatted(filesystem.type(), filesystem.device(), target, failed.getMessage());
    return switch (failed.errno()) {
      case EINVAL -> invalid(what, filesystem.options(), failed);
      case EBUSY -> new Failure.InUse(what + "; another program holds the device, stop it", failed);
      case EUCLEAN, EBADMSG, EIO ->
          new Failure.Internal(
              what + "; the filesystem is damaged, or its device is; check it by hand", failed);
      case EACCES, EROFS ->
          new Failure.PreconditionFailed(
              "%s; the device is read-only: ask for the mount option ro, or, where nobody wants it so, set it back: blockdev --setrw %s"
                  .formatted(what, filesystem.device()),
              failed);
      case ENODEV ->
          new Failure.PreconditionFailed(what + "; load the kernel module for it", failed);
      case EPERM ->
          new Failure.Denied(what + "; this process needs the right CAP_SYS_ADMIN", failed);
      case ENXIO, ENOENT ->
          new Failure.Unavailable(what + "; the device has gone, ask again", failed);
      case ENOTBLK,
          EEXIST,
          ENOTDIR,
          ENOSYS,
          ENOTEMPTY,
          ELOOP,
          ESRCH,
          EAGAIN,
          ENOTTY,
          EOPNOTSUPP,
          ENOSPC,
          EDQUOT,
          EXDEV,
          OTHER ->
          new Failure.Internal(what, failed);
    };
  }

  private static Failure invalid(String what, MountOptions options, SystemCallException failed) {
    if (options.isEmpty()) {
      return new Failure.Internal(what + "; the kernel does not accept the filesystem", failed);
    }
    return new Failure.InvalidRequest(
        what + "; the kernel does not accept the mount options (not shown), or the filesystem",
        failed);
  }
}
