package example.ebs.local.stats;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.mount.Mounter;
import example.ebs.linux.path.Place;
import example.ebs.linux.path.TargetPath;
import example.ebs.linux.path.Targets;
import example.ebs.linux.quota.ProjectQuota;
import example.ebs.linux.quota.QuotaUsage;
import example.ebs.linux.system.Descriptor;
import example.ebs.linux.system.FilesystemSpace;
import example.ebs.linux.system.SystemCallException;
import example.ebs.local.limit.VolumeImages;
import example.ebs.local.store.EnforcedBy;
import example.ebs.local.store.StoreFailures;
import example.ebs.local.store.StoredVolume;
import example.ebs.local.store.Stores;
import example.ebs.local.store.VolumeKey;
import java.util.Optional;
import java.util.OptionalLong;

/** Tells how much of a published volume is used. */
public final class UsageReader {
  private final Stores stores;
  private final ProjectQuota quota;
  private final Mounter mounter;
  private final Targets targets;

  public UsageReader(Stores stores, ProjectQuota quota, Mounter mounter, Targets targets) {
    this.stores = stores;
    this.quota = quota;
    this.mounter = mounter;
    this.targets = targets;
  }

  /**
   * Reads the usage of the volume that is published there.
   *
   * @throws Failure.NotFound when nothing is
   */
  public VolumeUsage read(VolumeKey key, TargetPath target) {
    if (mounter.mounts().top(target.path()).isEmpty()) {
      throw new Failure.NotFound("volume " + key + " is not published at " + target);
    }
    Optional<StoredVolume> found = stores.find(key);
    if (found.isEmpty()) {
      return inDirectory(target, EnforcedBy.NONE);
    }
    try (StoredVolume volume = found.get()) {
      return volume.record().limit().by() == EnforcedBy.DEVICE
          ? new VolumeUsage(
              new VolumeUsage.Amount(
                  VolumeImages.length(volume.record().limit()), Optional.empty()),
              Optional.empty())
          : inDirectory(target, volume.record().limit().by());
    }
  }

  private VolumeUsage inDirectory(TargetPath target, EnforcedBy by) {
    Place place =
        targets
            .existingDirectory(target)
            .orElseThrow(() -> new Failure.NotFound("nothing is at " + target));
    try (place) {
      FilesystemSpace space = stores.files().space(place.self());
      return switch (by) {
        case IMAGE, MEMORY, DEVICE -> ofFilesystem(space, space.total() - space.free());
        case QUOTA -> ofQuota(place.self(), space);
        case NONE -> ofPart(place, space);
      };
    } catch (SystemCallException failed) {
      throw StoreFailures.of("what is used at " + target + " cannot be read", failed);
    }
  }

  private static VolumeUsage ofFilesystem(FilesystemSpace space, long used) {
    return new VolumeUsage(
        amount(space.total(), used, space.available()),
        Optional.of(
            amount(space.inodes(), space.inodes() - space.freeInodes(), space.freeInodes())));
  }

  private VolumeUsage ofQuota(Descriptor directory, FilesystemSpace space) {
    return quota
        .usage(directory)
        .map(usage -> ofQuota(usage, space))
        .orElseGet(() -> ofFilesystem(space, space.total() - space.free()));
  }

  private static VolumeUsage ofQuota(QuotaUsage usage, FilesystemSpace space) {
    return new VolumeUsage(
        limited(usage.limitBytes(), usage.usedBytes(), space.available()),
        // One that was limited by an earlier version has no such limit before it is published anew.
        usage.limitInodes() == 0
            ? Optional.empty()
            : Optional.of(limited(usage.limitInodes(), usage.usedInodes(), space.freeInodes())));
  }

  /** Of what is left to it, others of the same filesystem may have taken some. */
  private static VolumeUsage.Amount limited(long limit, long used, long free) {
    return amount(limit, used, Math.min(Math.max(0, limit - used), free));
  }

  /** The directory shares its filesystem with others, so that only what it holds itself counts. */
  private static VolumeUsage ofPart(Place place, FilesystemSpace space) {
    OptionalLong used = UsedBytes.of(place.opened());
    VolumeUsage.Amount bytes =
        used.isPresent()
            ? amount(space.total(), used.getAsLong(), space.available())
            : new VolumeUsage.Amount(space.total(), Optional.empty());
    return new VolumeUsage(bytes, Optional.empty());
  }

  private static VolumeUsage.Amount amount(long total, long used, long available) {
    return new VolumeUsage.Amount(total, Optional.of(new VolumeUsage.Parts(used, available)));
  }
}
