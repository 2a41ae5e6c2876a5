package example.ebs.node.stage;

import example.ebs.csi.failure.Failure;
import example.ebs.node.device.Device;
import example.ebs.node.device.VolumePart;
import example.ebs.node.filesystem.DeviceContent;
import example.ebs.node.filesystem.FilesystemType;
import java.util.Optional;

/** Why a device is left alone. */
record Refusals(VolumePart volume, Device device) {

  /** The filesystem's type, if it is the one that was asked for or any would do. */
  FilesystemType requireAsked(DeviceContent.Filesystem found, Optional<FilesystemType> asked) {
    return FilesystemType.named(found.type())
        .filter(type -> asked.isEmpty() || asked.get() == type)
        .orElseThrow(
            () ->
                new Failure.PreconditionFailed(
                    "%s holds the filesystem %s, and %s is wanted; it was left alone, ask for what is there or use another volume"
                        .formatted(this, found.type(), wanted(asked))));
  }

  Failure other(DeviceContent.Other other) {
    return new Failure.PreconditionFailed(
        "%s holds %s, and a filesystem or a blank device is wanted; it was left alone. If nobody needs what is there, make a filesystem on it by hand"
            .formatted(this, other.what()));
  }

  Failure unreadable(DeviceContent.Unreadable unreadable) {
    return new Failure.Internal(
        "%s cannot be read, so nothing was done to it: %s".formatted(this, unreadable.reason()));
  }

  private static String wanted(Optional<FilesystemType> asked) {
    return asked.map(FilesystemType::kernelName).orElse("ext4 or xfs");
  }

  @Override
  public String toString() {
    return "device " + device.node() + " of volume " + volume;
  }
}
