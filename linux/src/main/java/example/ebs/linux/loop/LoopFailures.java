package example.ebs.linux.loop;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.system.SystemCallException;
import java.nio.file.Path;

/** What it means to the caller that the kernel would not attach or detach. */
final class LoopFailures {
  private LoopFailures() {}

  static Failure attaching(String file, SystemCallException failed) {
    String what = "%s cannot be attached as a device: %s".formatted(file, failed.getMessage());
    return switch (failed.errno()) {
      case EPERM, EACCES ->
          new Failure.PreconditionFailed(
              what + "; this process needs to be root and privileged", failed);
      case ENOENT, ENODEV, ENXIO ->
          new Failure.PreconditionFailed(
              what
                  + "; this machine shows no loop devices: load the kernel module loop, and restart this process if it runs in a container",
              failed);
      case EROFS ->
          new Failure.PreconditionFailed(
              what + "; its filesystem is read-only, so it can only be attached read-only", failed);
      default -> new Failure.Internal(what, failed);
    };
  }

  static Failure detaching(Path node, SystemCallException failed) {
    String what = "%s cannot be detached: %s".formatted(node, failed.getMessage());
    return switch (failed.errno()) {
      case EBUSY ->
          new Failure.InUse(
              what
                  + "; it is mounted, here or in another mount namespace (findmnt, lsns -t mnt), and goes once it is unmounted there",
              failed);
      default -> new Failure.Internal(what, failed);
    };
  }

  static Failure reading(Path node, SystemCallException failed) {
    return new Failure.Internal(
        "%s cannot be asked which file it has: %s".formatted(node, failed.getMessage()), failed);
  }
}
