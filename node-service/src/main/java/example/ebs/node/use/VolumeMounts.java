package example.ebs.node.use;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeId;
import example.ebs.linux.device.DeviceNumber;
import example.ebs.linux.mount.MountEntry;
import example.ebs.linux.mount.Mounter;
import example.ebs.linux.path.TargetPath;
import example.ebs.linux.path.Targets;
import example.ebs.linux.system.Descriptor;
import example.ebs.node.device.VolumeDevices;
import example.ebs.node.device.VolumePart;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Takes a volume away from a path, and nothing that is somebody else's.
 *
 * <p>What is mounted there has to prove to be the volume, unless its device is gone: that can prove
 * nothing any more, and must not keep a pod from ending.
 */
public record VolumeMounts(VolumeDevices devices, Mounter mounter, Targets targets) {

  /**
   * Unmounts the volume at the target and removes the empty directory or file; nothing there is
   * done already. What publish made and never mounted, because it was killed, goes as well.
   *
   * @throws Failure.PreconditionFailed when something else is there; it stays
   */
  public void clear(VolumeId volume, TargetPath target) {
    Optional<Descriptor> found = targets.parent(target);
    if (found.isEmpty()) {
      return;
    }
    try (Descriptor parent = found.get()) {
      unmount(volume, target, parent);
      targets.remove(target, parent);
    }
  }

  /**
   * Unmounts the volume at the path, however often it is mounted there; nothing there is done
   * already. Takes the same time however much is mounted elsewhere.
   *
   * @param parent the folder in which the path lies
   * @throws Failure.PreconditionFailed when something else is mounted there; it stays
   */
  public void unmount(VolumeId volume, TargetPath path, Descriptor parent) {
    boolean more = isThere(volume, path, parent);
    while (more) {
      more =
          mounter.unmount(parent.path().resolve(path.name()), path.toString())
              && isThere(volume, path, parent);
    }
  }

  /**
   * Whether the volume is mounted there, on top of whatever lies beneath.
   *
   * @throws Failure.PreconditionFailed when something else is mounted there
   */
  public boolean isThere(VolumeId volume, TargetPath path, Descriptor parent) {
    Optional<DeviceNumber> found = mounter.mountedAt(parent, path.name());
    if (found.isPresent() && !isRemovable(volume, path, parent, found.get())) {
      throw somethingElse(volume, path);
    }
    return found.isPresent();
  }

  private boolean isRemovable(
      VolumeId volume, TargetPath path, Descriptor parent, DeviceNumber mounted) {
    // Of a raw device a node is mounted, and what counts is the device that the node stands for.
    Optional<DeviceNumber> raw = devices.number(parent.path().resolve(path.name()));
    DeviceNumber device = raw.orElse(mounted);
    return devices.isGone(device)
        || devices.volume(device).map(VolumePart::id).equals(Optional.of(volume))
        || (raw.isPresent() && isOfRemovedNode(path));
  }

  /** The device is gone, and its number may be another's: nothing keeps it as a mount does. */
  private boolean isOfRemovedNode(TargetPath path) {
    return mounter.mounts().top(path.path()).filter(MountEntry::isOfRemovedFile).isPresent();
  }

  private Failure somethingElse(VolumeId volume, TargetPath path) {
    String found =
        mounter
            .mounts()
            .top(path.path())
            .map(entry -> described(path.path(), entry))
            .orElse("something else");
    return new Failure.PreconditionFailed(
        "cannot unmount volume %s from %s: %s is mounted there, and stays. Name the volume that is there, or unmount it by hand if nobody uses it"
            .formatted(volume, path, found));
  }

  private String described(Path target, MountEntry entry) {
    DeviceNumber device = devices.number(target).orElse(entry.device());
    String volume = devices.volume(device).map(found -> ", volume " + found).orElse("");
    return "%s of device %s%s".formatted(entry.type(), device, volume);
  }
}
