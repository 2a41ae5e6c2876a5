package example.ebs.node.publish;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.device.Device;
import example.ebs.linux.device.DeviceNodes;
import example.ebs.linux.device.DeviceNumber;
import example.ebs.linux.device.WriteProtection;
import example.ebs.linux.filesystem.Filesystems;
import example.ebs.linux.filesystem.VolumeDevice;
import example.ebs.linux.mount.MountEntry;
import example.ebs.linux.mount.MountOptions;
import example.ebs.linux.mount.Mounter;
import example.ebs.linux.mount.PublishedOtherwise;
import example.ebs.linux.path.Place;
import example.ebs.linux.path.Targets;
import example.ebs.node.device.VolumeDevices;
import example.ebs.node.use.VolumeUses;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Binds a volume's device node to a file.
 *
 * <p>A mount that is read-only does not keep anybody from writing to a device: for {@code readonly}
 * it records what was asked for, and the container runtime enforces it by its device rules.
 */
public final class DevicePublisher {
  private final VolumeDevices devices;
  private final Filesystems filesystems;
  private final Mounter mounter;
  private final Targets targets;
  private final VolumeUses uses;
  private final WriteProtection protection;

  public DevicePublisher(
      VolumeDevices devices,
      Filesystems filesystems,
      Mounter mounter,
      Targets targets,
      WriteProtection protection) {
    this.devices = devices;
    this.filesystems = filesystems;
    this.mounter = mounter;
    this.targets = targets;
    this.uses = new VolumeUses(devices, mounter);
    this.protection = protection;
  }

  void publish(PublishVolume request) {
    Device device = devices.find(request.volume(), request.deviceHint());
    Optional<MountEntry> there = mounter.mounts().top(request.target().path());
    if (there.isEmpty()) {
      uses.requireRawPossible(request.volume(), request);
      if (request.isExclusive()) {
        uses.requireNoOtherTarget(request.volume(), request.mode(), request.staging(), request);
      }
      try (DeviceNodes.Opened _ = devices.hold(request.volume(), device)) {
        // Before anybody can write there: else data could be taken for what a killed mkfs left.
        if (!request.readOnly()) {
          filesystems.forgetFormatting(
              new VolumeDevice(protection.restored(device), request.volume().toString()));
        }
        bind(request, device);
      }
    } else {
      requireSame(request, device, there.get());
    }
  }

  private void bind(PublishVolume request, Device device) {
    try (Place target = targets.file(request.target())) {
      try {
        bind(request, device, target);
      } catch (Failure failed) {
        throw targets.undo(target, failed);
      }
    }
  }

  /** The node's name could have come to mean another device since it was proven. */
  private void bind(PublishVolume request, Device device, Place target) {
    MountOptions options = MountOptions.NONE;
    mounter.bind(device.node(), target, request.readOnly() ? options.readOnly() : options);
    if (!isDevice(target.top(), device.number())) {
      var _ = mounter.unmount(target.top(), target.path().toString());
      throw new Failure.Unavailable(
          request + ": " + device.node() + " changed while it was published; ask again");
    }
  }

  private void requireSame(PublishVolume request, Device device, MountEntry found) {
    if (!isDevice(found.target(), device.number())) {
      throw PublishedOtherwise.there(request, "something else is mounted there");
    }
    if (found.flags().isReadOnly() != request.readOnly()) {
      throw PublishedOtherwise.there(request, "it is mounted there with another value of readonly");
    }
  }

  private boolean isDevice(Path node, DeviceNumber number) {
    return devices.number(node).equals(Optional.of(number));
  }
}
