package example.ebs.local.limit;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.FilesystemType;
import example.ebs.linux.device.Device;
import example.ebs.linux.filesystem.DeviceContent;
import example.ebs.linux.filesystem.Filesystems;
import example.ebs.linux.filesystem.VolumeDevice;
import example.ebs.linux.mount.FilesystemMount;
import example.ebs.linux.mount.MountEntry;
import example.ebs.linux.mount.MountOptions;
import example.ebs.linux.mount.Mounter;
import example.ebs.linux.path.Place;
import example.ebs.linux.path.Targets;
import example.ebs.linux.system.Errno;
import example.ebs.linux.system.SystemCallException;
import example.ebs.local.model.DirectoryAccess;
import example.ebs.local.store.OpenStore;
import example.ebs.local.store.Stage;
import example.ebs.local.store.VolumeRecord;
import java.util.List;
import java.util.Optional;

/** A filesystem in a sparse file, mounted on the volume's directory. */
public final class ImagePlaces implements LimitedPlaces {
  /** So that what a workload deletes takes no more room in the root either. */
  private static final MountOptions OPTIONS = MountOptions.parse(List.of("discard"));

  /** What mkfs puts into a new ext4, and many a program that wants an empty directory minds. */
  private static final String LOST_AND_FOUND = "lost+found";

  private final VolumePlace places;
  private final VolumeImages images;
  private final Filesystems filesystems;
  private final Mounter mounter;
  private final PlaceMounts mounts;

  public ImagePlaces(
      VolumeImages images, Filesystems filesystems, Mounter mounter, Targets targets) {
    this.places = new VolumePlace(targets);
    this.images = images;
    this.filesystems = filesystems;
    this.mounter = mounter;
    this.mounts = new PlaceMounts(mounter, targets);
  }

  @Override
  public void raise(OpenStore store, VolumeRecord volume, DirectoryAccess access) {
    try (Place place = places.open(store, volume)) {
      Device device = images.attach(store, volume);
      Optional<MountEntry> there = mounts.at(store, volume);
      if (there.isEmpty()) {
        FilesystemType type = prepare(volume, new VolumeDevice(device, volume.key().toString()));
        mounter.mount(new FilesystemMount(device.node(), type.kernelName(), OPTIONS), place);
      } else if (!there.get().device().equals(device.number())) {
        throw PlaceMounts.otherwise(volume, place);
      }
    }
    if (volume.stage() instanceof Stage.Claimed) {
      removeLostAndFound(store, volume);
      places.grant(store, volume, access);
    }
  }

  private FilesystemType prepare(VolumeRecord volume, VolumeDevice device) {
    return switch (filesystems.read(device)) {
      case DeviceContent.Blank _, DeviceContent.HalfFormatted _ -> format(volume, device);
      case DeviceContent.Filesystem found -> {
        FilesystemType type =
            FilesystemType.named(found.type()).orElseThrow(() -> strange(volume, found.type()));
        filesystems.forgetFormatting(device);
        if (found.needsCheck()) {
          filesystems.check(device, type);
        }
        yield type;
      }
      case DeviceContent.Other other -> throw strange(volume, other.what());
      case DeviceContent.Unreadable unreadable -> throw strange(volume, unreadable.reason());
    };
  }

  private FilesystemType format(VolumeRecord volume, VolumeDevice device) {
    if (!(volume.stage() instanceof Stage.Claimed)) {
      throw strange(volume, "nothing, though it was in use");
    }
    FilesystemType type = volume.limit().filesystem().orElse(FilesystemType.EXT4);
    filesystems.format(device, type);
    return type;
  }

  private void removeLostAndFound(OpenStore store, VolumeRecord volume) {
    try (Place place = places.open(store, volume)) {
      store.files().removeDirectory(place.self(), LOST_AND_FOUND);
    } catch (SystemCallException failed) {
      if (failed.errno() != Errno.ENOENT) {
        throw new Failure.Internal(volume + ": " + LOST_AND_FOUND + " cannot be removed", failed);
      }
    }
  }

  private static Failure strange(VolumeRecord volume, String found) {
    return new Failure.PreconditionFailed(
        "the image of %s must hold a filesystem, and holds %s; it was left alone, look at it by hand"
            .formatted(volume, found));
  }

  @Override
  public void lower(OpenStore store, VolumeRecord volume) {
    mounts.clear(store, volume);
    images.detach(store, volume);
  }

  @Override
  public void forget(OpenStore store, VolumeRecord volume) {}
}
