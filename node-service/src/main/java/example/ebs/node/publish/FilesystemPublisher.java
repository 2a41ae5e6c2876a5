package example.ebs.node.publish;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.device.DeviceNumber;
import example.ebs.linux.mount.MountEntry;
import example.ebs.linux.mount.MountFlags;
import example.ebs.linux.mount.MountOptions;
import example.ebs.linux.mount.MountTable;
import example.ebs.linux.mount.Mounter;
import example.ebs.linux.mount.PublishedOtherwise;
import example.ebs.linux.path.Place;
import example.ebs.linux.path.TargetPath;
import example.ebs.linux.path.Targets;
import example.ebs.linux.system.Descriptor;
import example.ebs.node.device.VolumeDevices;
import example.ebs.node.use.VolumeUses;
import java.util.Optional;

/** Binds the staged filesystem to a directory. */
public final class FilesystemPublisher {
  private final VolumeDevices devices;
  private final Mounter mounter;
  private final Targets targets;
  private final VolumeUses uses;

  public FilesystemPublisher(VolumeDevices devices, Mounter mounter, Targets targets) {
    this.devices = devices;
    this.mounter = mounter;
    this.targets = targets;
    this.uses = new VolumeUses(devices, mounter);
  }

  void publish(PublishVolume request, PublishVolume.Mount mount) {
    MountOptions options = request.readOnly() ? mount.options().readOnly() : mount.options();
    // Held open from the first look until the bind is done, so that what is bound is what was
    // looked at: an open directory keeps its mount busy.
    try (Place staging = staging(request)) {
      requireVolume(request, staging);
      // A busy node's mount table is long, so it is read only where it has something to say.
      if (request.isExclusive() || isMounted(request.target())) {
        publishAmong(mounter.mounts(), request, staging, options);
      } else {
        bind(request, staging, options);
      }
    }
  }

  /** Where another mount may be in the way, or may be what is asked for already. */
  private void publishAmong(
      MountTable mounts, PublishVolume request, Place staging, MountOptions options) {
    MountEntry staged = mounts.top(request.staging().path()).orElseThrow(() -> notStaged(request));
    Optional<MountEntry> there = mounts.top(request.target().path());
    if (there.isPresent()) {
      requireSame(request, there.get(), staged, options.changing(staged.flags()));
    } else {
      if (request.isExclusive()) {
        uses.requireNoOtherTarget(request.volume(), request.mode(), request.staging(), request);
      }
      bind(request, staging, options);
    }
  }

  private Place staging(PublishVolume request) {
    return targets.existingDirectory(request.staging()).orElseThrow(() -> notStaged(request));
  }

  private void requireVolume(PublishVolume request, Place staging) {
    DeviceNumber staged =
        mounter.mountedAt(staging.self(), "").orElseThrow(() -> notStaged(request));
    if (!devices.proves(request.volume(), staged)) {
      throw new Failure.PreconditionFailed(
          "%s: what is mounted at the staging path %s is not that volume; stage it first"
              .formatted(request, request.staging()));
    }
    if (!mounter.showsWhole(staging)) {
      throw new Failure.PreconditionFailed(
          "%s: what is mounted at %s is a folder of that volume and not all of it; name the path at which it is staged"
              .formatted(request, request.staging()));
    }
  }

  /** Where its folder is missing nothing is mounted, and the bind says so. */
  private boolean isMounted(TargetPath target) {
    Optional<Descriptor> found = targets.parent(target);
    if (found.isEmpty()) {
      return false;
    }
    try (Descriptor folder = found.get()) {
      return mounter.mountedAt(folder, target.name()).isPresent();
    }
  }

  private void bind(PublishVolume request, Place staging, MountOptions options) {
    try (Place target = targets.directory(request.target())) {
      try {
        mounter.bind(staging.opened(), target, options);
      } catch (Failure failed) {
        throw targets.undo(target, failed);
      }
    }
  }

  private static void requireSame(
      PublishVolume request, MountEntry found, MountEntry staged, MountFlags wanted) {
    if (!found.device().equals(staged.device()) || !found.isWhole()) {
      throw PublishedOtherwise.there(request, "something else is mounted there");
    }
    if (!found.flags().equals(wanted)) {
      throw PublishedOtherwise.there(
          request,
          "it is mounted there with another value of readonly or other mount options (not shown)");
    }
  }

  private static Failure notStaged(PublishVolume request) {
    return new Failure.PreconditionFailed(
        "%s: nothing is mounted at the staging path %s; stage the volume first"
            .formatted(request, request.staging()));
  }
}
