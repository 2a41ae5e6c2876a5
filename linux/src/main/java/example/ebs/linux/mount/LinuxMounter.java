package example.ebs.linux.mount;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.device.DeviceNumber;
import example.ebs.linux.path.Place;
import example.ebs.linux.system.Descriptor;
import example.ebs.linux.system.Errno;
import example.ebs.linux.system.FileStatus;
import example.ebs.linux.system.LinuxFiles;
import example.ebs.linux.system.LinuxMounts;
import example.ebs.linux.system.SystemCallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The kernel's mounts, in this process's mount namespace. */
public final class LinuxMounter implements Mounter {
  private static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");
  private static final long ROOT_OF_EXT = 2;

  private final LinuxMounts mounts;
  private final LinuxFiles files;

  public LinuxMounter(LinuxMounts mounts, LinuxFiles files) {
    this.mounts = mounts;
    this.files = files;
  }

  @Override
  public MountTable mounts() {
    return new MountTable(() -> Files.newInputStream(MOUNTINFO));
  }

  @Override
  public Optional<DeviceNumber> mountedAt(Descriptor folder, String name) {
    try {
      FileStatus status = files.status(folder, name);
      if (!status.tellsMounts()) {
        return tabled(folder, name);
      }
      return status.mountRoot()
          ? Optional.of(new DeviceNumber(status.major(), status.minor()))
          : Optional.empty();
    } catch (SystemCallException failed) {
      // A filesystem whose device is gone answers nothing, and is mounted all the same.
      return failed.errno() == Errno.ENOENT ? Optional.empty() : tabled(folder, name);
    }
  }

  private Optional<DeviceNumber> tabled(Descriptor folder, String name) {
    try {
      return mounts().top(folder.path().toRealPath().resolve(name)).map(MountEntry::device);
    } catch (IOException failed) {
      throw new Failure.Internal("an open folder has no path any more", failed);
    }
  }

  @Override
  public boolean showsWhole(Place mounted) {
    // Its root has this number in every ext filesystem and none in xfs, and no table is read.
    return files.status(mounted.self(), "").inode() == ROOT_OF_EXT
        || mounts().top(mounted.path().path()).filter(MountEntry::isWhole).isPresent();
  }

  @Override
  public void mount(FilesystemMount filesystem, Place target) {
    MountOptions options = filesystem.options();
    try {
      mounts.mount(
          filesystem.device().toString(),
          target.opened(),
          filesystem.type(),
          options.set().bits(),
          options.text());
    } catch (SystemCallException failed) {
      throw MountFailures.of(filesystem, target.path(), failed);
    }
  }

  @Override
  public void bind(Path source, Place target, MountOptions options) {
    long set = options.set().attributes();
    long cleared = options.cleared().attributes() | options.set().accessTimeAttributes();
    try {
      mounts.bind(source, target.opened(), set, cleared);
    } catch (SystemCallException failed) {
      throw bindFailure(target, failed);
    }
  }

  @Override
  public boolean unmount(Path path, String name) {
    try {
      return mounts.unmount(path);
    } catch (SystemCallException failed) {
      if (failed.errno() == Errno.EBUSY) {
        throw new Failure.InUse(
            name + " is still in use on this node; stop what uses it, then ask again", failed);
      }
      throw new Failure.Internal(name + " cannot be unmounted: " + failed.getMessage(), failed);
    }
  }

  private static Failure bindFailure(Place target, SystemCallException failed) {
    String what = target.path() + " cannot be bound: " + failed.getMessage();
    return failed.errno() == Errno.ENOSYS
        ? new Failure.PreconditionFailed(
            what + "; a mount with flags of its own, such as read-only, needs Linux 5.12", failed)
        : new Failure.Internal(what, failed);
  }
}
