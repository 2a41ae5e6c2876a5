package example.ebs.node.publish;

import example.ebs.csi.failure.Failure;
import example.ebs.node.device.VolumeDevices;
import example.ebs.node.mount.MountEntry;
import example.ebs.node.mount.MountFlags;
import example.ebs.node.mount.MountTable;
import example.ebs.node.mount.Mounter;
import example.ebs.node.path.Place;
import example.ebs.node.path.Targets;
import java.util.List;
import java.util.Optional;

/** Binds the staged filesystem to a directory. */
public final class FilesystemPublisher {
  private final VolumeDevices devices;
  private final Mounter mounter;
  private final Targets targets;

  public FilesystemPublisher(VolumeDevices devices, Mounter mounter, Targets targets) {
    this.devices = devices;
    this.mounter = mounter;
    this.targets = targets;
  }

  void publish(PublishVolume request, PublishVolume.Mount mount) {
    // Opened before the mount table is read, and never closed before the bind is done: an open
    // directory keeps its mount busy. So either NodeUnstageVolume came first and the table shows
    // that nothing is staged, or it finds the mount busy and is told to come again. This is why
    // publishing needs no lock on the volume, and why two workloads publish it at the same time.
    try (Place staging = staging(request)) {
      MountTable mounts = mounter.mounts();
      MountEntry staged = staged(request, mounts);
      MountFlags wanted = wanted(request, mount, staged);
      List<MountEntry> there = mounts.at(request.target().path());
      if (there.isEmpty()) {
        requireNoOtherTarget(request, mounts.of(staged.device()));
        bind(request, staging, staged, wanted);
      } else {
        requireSame(request, there.getLast(), staged, wanted);
      }
    }
  }

  private Place staging(PublishVolume request) {
    return targets.existingDirectory(request.staging()).orElseThrow(() -> notStaged(request));
  }

  private MountEntry staged(PublishVolume request, MountTable mounts) {
    List<MountEntry> staged = mounts.at(request.staging().path());
    if (staged.isEmpty()) {
      throw notStaged(request);
    }
    if (!devices.proves(request.volume(), staged.getLast().device())) {
      throw new Failure.PreconditionFailed(
          "%s: what is mounted at the staging path %s is not that volume; stage it first"
              .formatted(request, request.staging()));
    }
    return staged.getLast();
  }

  private static MountFlags wanted(
      PublishVolume request, PublishVolume.Mount mount, MountEntry staged) {
    // A bind mount begins with its source's flags. They are asked for again, because a remount sets
    // all flags anew, and taking one away may not be allowed (mount_namespaces(7), locked flags).
    MountFlags flags = mount.options().changing(staged.flags());
    return request.readOnly() ? flags.with(MountFlags.READ_ONLY) : flags;
  }

  private void bind(PublishVolume request, Place staging, MountEntry staged, MountFlags wanted) {
    try (Place target = targets.directory(request.target())) {
      mounter.bind(staging.opened(), target);
      if (!wanted.equals(staged.flags())) {
        reflag(target, wanted);
      }
    } catch (Failure failed) {
      throw targets.undo(request.target(), failed);
    }
  }

  private void reflag(Place target, MountFlags wanted) {
    try {
      mounter.reflag(target, wanted);
    } catch (Failure failed) {
      // A target that is writable although it must not be is worse than none.
      mounter.unmount(target.top(), target.path().toString());
      throw failed;
    }
  }

  private static void requireSame(
      PublishVolume request, MountEntry found, MountEntry staged, MountFlags wanted) {
    if (!found.device().equals(staged.device()) || !found.isWhole()) {
      throw PublishedOtherwise.failure(request, "something else is mounted there");
    }
    if (!found.flags().equals(wanted)) {
      throw PublishedOtherwise.failure(
          request, "it is mounted there with another readonly or other mount options (not shown)");
    }
  }

  private static void requireNoOtherTarget(PublishVolume request, List<MountEntry> mounts) {
    if (!request.isExclusive()) {
      return;
    }
    Optional<MountEntry> other =
        mounts.stream()
            .filter(mount -> mount.isWhole() && !mount.target().equals(request.staging().path()))
            .findFirst();
    if (other.isPresent()) {
      throw PublishedOtherwise.elsewhere(request, other.get().target());
    }
  }

  private static Failure notStaged(PublishVolume request) {
    return new Failure.PreconditionFailed(
        "%s: nothing is mounted at the staging path %s; stage the volume first"
            .formatted(request, request.staging()));
  }
}
