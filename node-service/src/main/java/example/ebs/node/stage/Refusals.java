package example.ebs.node.stage;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.FilesystemType;
import example.ebs.linux.device.Device;
import example.ebs.linux.filesystem.DeviceContent;
import example.ebs.linux.filesystem.MountableFilesystem;
import example.ebs.node.device.VolumePart;
import java.util.Optional;

/** Why a device is left alone. */
record Refusals(VolumePart volume, Device device) {

  /** The filesystem's type, if it is the one that was asked for or any would do. */
  MountableFilesystem requireAsked(
      DeviceContent.Filesystem found, Optional<MountableFilesystem> asked) {
    MountableFilesystem type =
        MountableFilesystem.named(found.type()).orElseThrow(() -> notMounted(found));
    if (!asked.orElse(type).equals(type)) {
      throw new Failure.PreconditionFailed(
          "%s holds the filesystem %s, and %s is wanted; it was left alone, ask for what is there or use another volume"
              .formatted(this, found.type(), asked.orElse(type).kernelName()));
    }
    return type;
  }

  /** As what a blank device is made. */
  FilesystemType requireMade(MountableFilesystem asked) {
    return asked
        .made()
        .orElseThrow(
            () ->
                new Failure.PreconditionFailed(
                    "%s is blank and %s is wanted, which this driver mounts but does not make; ask for ext4 or xfs, or make it by hand"
                        .formatted(this, asked.kernelName())));
  }

  private Failure notMounted(DeviceContent.Filesystem found) {
    return new Failure.PreconditionFailed(
        "%s holds the filesystem %s, and this driver mounts %s; it was left alone, use it as a block volume, or another volume"
            .formatted(this, found.type(), MountableFilesystem.all()));
  }

  Failure other(DeviceContent.Other other) {
    return new Failure.PreconditionFailed(
        "%s holds %s, and a filesystem or a blank device is wanted; it was left alone. Look at it by hand, or use another volume"
            .formatted(this, other.what()));
  }

  /** Making a filesystem writes, and the volume is only to be read. */
  Failure nothingToRead(String found) {
    return new Failure.PreconditionFailed(
        "%s is %s, and a read-only mount makes no filesystem on it; mount it writable once, or use a volume that has a filesystem"
            .formatted(this, found));
  }

  Failure unreadable(DeviceContent.Unreadable unreadable) {
    return new Failure.Internal(
        "%s cannot be read, so nothing was done to it: %s".formatted(this, unreadable.reason()));
  }

  @Override
  public String toString() {
    return "device " + device.node() + " of volume " + volume;
  }
}
