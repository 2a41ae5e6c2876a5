package example.ebs.node.stage;

import example.ebs.linux.filesystem.DeviceContent;
import example.ebs.linux.filesystem.Filesystems;
import example.ebs.linux.filesystem.MountableFilesystem;
import example.ebs.linux.filesystem.VolumeDevice;
import example.ebs.linux.mount.FilesystemMount;
import example.ebs.linux.mount.MountOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets a device's filesystem ready to be mounted: makes it on a blank device, and checks it where
 * that is needed. Where the volume is only to be read, nothing is written to the device.
 */
final class FilesystemPreparer {
  private static final Logger LOG = LoggerFactory.getLogger(FilesystemPreparer.class);

  private final Filesystems filesystems;

  FilesystemPreparer(Filesystems filesystems) {
    this.filesystems = filesystems;
  }

  /** What is to be mounted, with the options that it takes. */
  FilesystemMount prepare(StageVolume request, StageVolume.Mount mount, VolumeDevice volume) {
    Refusals refusals = new Refusals(request.volume(), volume.device());
    MountableFilesystem type =
        switch (filesystems.read(volume)) {
          case DeviceContent.Blank _ -> format(refusals, mount, volume, "blank");
          case DeviceContent.HalfFormatted _ -> format(refusals, mount, volume, "half formatted");
          case DeviceContent.Filesystem found -> {
            MountableFilesystem known = refusals.requireAsked(found, mount.filesystem());
            repair(found, known, mount, volume);
            yield known;
          }
          case DeviceContent.Other other -> throw refusals.other(other);
          case DeviceContent.Unreadable unreadable -> throw refusals.unreadable(unreadable);
        };
    return new FilesystemMount(volume.device().node(), type.kernelName(), options(mount, type));
  }

  private void repair(
      DeviceContent.Filesystem found,
      MountableFilesystem type,
      StageVolume.Mount mount,
      VolumeDevice volume) {
    if (mount.isReadOnly()) {
      return;
    }
    // A whole filesystem needs no mark; left there, it might lie about what comes later.
    filesystems.forgetFormatting(volume);
    if (found.needsCheck() && !volume.device().readOnly()) {
      filesystems.check(volume, type.family());
    }
  }

  private MountableFilesystem format(
      Refusals refusals, StageVolume.Mount mount, VolumeDevice volume, String found) {
    if (mount.isReadOnly()) {
      throw refusals.nothingToRead(found);
    }
    MountableFilesystem type = mount.filesystem().orElse(MountableFilesystem.EXT4);
    filesystems.format(volume, refusals.requireMade(type));
    LOG.atInfo()
        .addKeyValue("volume", volume.volume())
        .addKeyValue("device", volume.device().node())
        .addKeyValue("found", found)
        .addKeyValue("filesystem", type.kernelName())
        .log("Volume is formatted");
    return type;
  }

  private static MountOptions options(StageVolume.Mount mount, MountableFilesystem type) {
    MountOptions options =
        switch (type.family()) {
          case EXT4 -> mount.options();
          case XFS -> mount.options().withAnyUuid();
        };
    return mount.isReadOnly() ? type.withoutReplay().map(options::adding).orElse(options) : options;
  }
}
