package example.ebs.local.limit;

import example.ebs.linux.filesystem.Filesystems;
import example.ebs.linux.mount.Mounter;
import example.ebs.linux.path.Targets;
import example.ebs.linux.quota.ProjectQuota;
import example.ebs.local.store.EnforcedBy;
import example.ebs.local.store.VolumeRecord;

/** All ways to hold volumes to their sizes. */
public record Limits(
    UnlimitedPlaces unlimited,
    QuotaPlaces quota,
    ImagePlaces image,
    MemoryPlaces memory,
    DevicePlaces device) {

  public static Limits of(
      VolumeImages images,
      ProjectQuota quota,
      Filesystems filesystems,
      Mounter mounter,
      Targets targets) {
    VolumePlace places = new VolumePlace(targets);
    return new Limits(
        new UnlimitedPlaces(places),
        new QuotaPlaces(places, quota),
        new ImagePlaces(images, filesystems, mounter, targets),
        new MemoryPlaces(mounter, targets),
        new DevicePlaces(images));
  }

  /** The way in which that volume is held. */
  public LimitedPlaces of(VolumeRecord volume) {
    return of(volume.limit().by());
  }

  private LimitedPlaces of(EnforcedBy by) {
    return switch (by) {
      case NONE -> unlimited;
      case QUOTA -> quota;
      case IMAGE -> image;
      case MEMORY -> memory;
      case DEVICE -> device;
    };
  }
}
