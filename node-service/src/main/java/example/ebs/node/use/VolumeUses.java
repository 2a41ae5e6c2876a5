package example.ebs.node.use;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.AccessMode;
import example.ebs.csi.model.VolumeId;
import example.ebs.linux.device.DeviceNumber;
import example.ebs.linux.mount.MountEntry;
import example.ebs.linux.mount.MountTable;
import example.ebs.linux.mount.Mounter;
import example.ebs.linux.mount.PublishedOtherwise;
import example.ebs.linux.path.TargetPath;
import example.ebs.node.device.VolumeDevices;
import example.ebs.node.device.VolumePart;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The one answer to "who uses this volume", by the mount table alone, and what follows from it for
 * each call. The caller holds the locks that keep the answer true.
 *
 * <p>A use is a mount of the filesystem of the device or of a partition, wherever it is, or a bind
 * mount of one of their nodes. A volume without a device has no uses: one that is detached keeps
 * nobody waiting.
 */
public record VolumeUses(VolumeDevices devices, Mounter mounter) {

  /**
   * Before a filesystem is formatted, checked or mounted: nobody may use any of it, and a volume
   * has one staging path (CSI 1.13, NodeStageVolume).
   */
  public void requireUnused(VolumePart part, TargetPath staging) {
    first(part.id(), use -> use.part().overlaps(part))
        .ifPresent(
            use -> {
              throw new Failure.PreconditionFailed(
                  "cannot mount volume %s at %s: %s already; unstage or unpublish it there first"
                      .formatted(part, staging, use));
            });
  }

  /** Before a device is given to a workload raw. */
  public void requireRawPossible(VolumePart part, Object request) {
    first(part.id(), use -> !use.allowsRaw(part))
        .ifPresent(
            use -> {
              throw new Failure.PreconditionFailed(
                  "%s cannot be a raw device: %s; unstage or unpublish it there first"
                      .formatted(request, use));
            });
  }

  /**
   * Where the access mode allows one target only.
   *
   * @param staging which is none
   */
  public void requireNoOtherTarget(
      VolumePart part, AccessMode mode, TargetPath staging, Object request) {
    first(
            part.id(),
            use ->
                use.part().overlaps(part) && use.isTarget() && !use.path().equals(staging.path()))
        .ifPresent(
            use -> {
              throw PublishedOtherwise.elsewhere(request, mode, use.path());
            });
  }

  /**
   * Before the volume leaves its staging path, after which it is detached. To unmount there while
   * workloads have it would succeed, and leave it mounted for them. Another partition may stay
   * mounted elsewhere: nobody could tell which of the two goes first.
   */
  public void requireUnpublished(VolumeId volume, TargetPath staging) {
    Optional<MountEntry> staged = mounter.mounts().top(staging.path());
    Optional<VolumePart> mounted = staged.flatMap(mount -> part(volume, mount.device()));
    first(
            volume,
            staged,
            use ->
                use.manner() == Manner.RAW
                    || (mounted.filter(use.part()::overlaps).isPresent()
                        && !use.path().equals(staging.path())))
        .ifPresent(
            use -> {
              throw new Failure.InUse(
                  "%s; unpublish it there before it is unstaged from %s".formatted(use, staging));
            });
  }

  /** Before the volume leaves a target, which must not be the staging path of somebody's target. */
  public void requireNoStaging(VolumeId volume, TargetPath target) {
    Optional<MountEntry> there = mounter.mounts().top(target.path());
    Optional<VolumePart> staged =
        there.filter(this::isStaging).flatMap(mount -> part(volume, mount.device()));
    if (staged.isEmpty()) {
      return;
    }
    first(
            volume,
            there,
            use -> use.part().overlaps(staged.get()) && !use.path().equals(target.path()))
        .ifPresent(
            use -> {
              throw new Failure.InUse(
                  "volume %s is staged at %s, which is no target, and %s; unpublish it there, then unstage it"
                      .formatted(volume, target, use));
            });
  }

  /** Where the volume is mounted at the path already: not if that is a workload's target. */
  public void requireStaging(VolumePart part, TargetPath staging, MountEntry there) {
    if (!isStaging(there)) {
      throw new Failure.PreconditionFailed(
          "cannot stage volume %s at %s: it is published there, and staged elsewhere already"
              .formatted(part, staging));
    }
  }

  /**
   * Of the mounts of one filesystem the first was made by staging, and the others are bound from
   * it. The table has those of one parent in the order in which they were made, also for a process
   * that started later; of those of different parents it does not tell.
   */
  private boolean isStaging(MountEntry mount) {
    return mounter
        .mounts()
        .firstOf(mount.device(), other -> other.isWhole() && other.parent() == mount.parent())
        .filter(first -> first.target().equals(mount.target()))
        .isPresent();
  }

  private Optional<VolumeUse> first(VolumeId volume, Predicate<VolumeUse> wanted) {
    return first(volume, Optional.empty(), wanted);
  }

  /**
   * The first use that is as wanted.
   *
   * @param known a mount of the volume, whose device may be gone
   */
  private Optional<VolumeUse> first(
      VolumeId volume, Optional<MountEntry> known, Predicate<VolumeUse> wanted) {
    Map<String, DeviceNumber> nodes = devices.nodes(volume);
    Set<DeviceNumber> numbers = new HashSet<>(nodes.values());
    known.map(MountEntry::device).ifPresent(numbers::add);
    MountTable mounts = mounter.mounts();
    return mounts
        .firstOf(
            numbers,
            nodes.keySet(),
            mount -> use(volume, numbers, mount).filter(wanted).isPresent())
        .flatMap(mount -> use(volume, numbers, mount));
  }

  private Optional<VolumeUse> use(VolumeId volume, Set<DeviceNumber> numbers, MountEntry mount) {
    return numbers.contains(mount.device())
        ? part(volume, mount.device()).map(part -> new VolumeUse(part, Manner.MOUNTED, mount))
        // A node's name could be another device's by now.
        : devices
            .number(mount.target())
            .flatMap(devices::volume)
            .filter(part -> part.id().equals(volume))
            .map(part -> new VolumeUse(part, Manner.RAW, mount));
  }

  /** What of the volume a mounted device is; one that is gone can no longer say. */
  private Optional<VolumePart> part(VolumeId volume, DeviceNumber device) {
    return devices.isGone(device)
        ? Optional.of(VolumePart.whole(volume))
        : devices.volume(device).filter(part -> part.id().equals(volume));
  }
}
