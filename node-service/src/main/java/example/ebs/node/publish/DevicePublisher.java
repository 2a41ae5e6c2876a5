package example.ebs.node.publish;

import example.ebs.csi.failure.Failure;
import example.ebs.node.device.Device;
import example.ebs.node.device.DeviceNodes;
import example.ebs.node.device.DeviceNumber;
import example.ebs.node.device.VolumeDevices;
import example.ebs.node.filesystem.Filesystems;
import example.ebs.node.mount.MountEntry;
import example.ebs.node.mount.MountOptions;
import example.ebs.node.mount.MountTable;
import example.ebs.node.mount.Mounter;
import example.ebs.node.mount.PublishedOtherwise;
import example.ebs.node.mount.RawTargets;
import example.ebs.node.path.Place;
import example.ebs.node.path.Targets;
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

  public DevicePublisher(
      VolumeDevices devices, Filesystems filesystems, Mounter mounter, Targets targets) {
    this.devices = devices;
    this.filesystems = filesystems;
    this.mounter = mounter;
    this.targets = targets;
  }

  void publish(PublishVolume request) {
    Device device = devices.find(request.volume(), request.deviceHint());
    MountTable mounts = mounter.mounts();
    Optional<MountEntry> there = mounts.top(request.target().path());
    if (there.isEmpty()) {
      requireNotMounted(request, mounts.firstOf(device.number(), _ -> true));
      requireNoOtherTarget(request, mounts);
      try (DeviceNodes.Opened _ = devices.hold(request.volume(), device)) {
        // Before anybody can write there: else data could be taken for what a killed mkfs left.
        filesystems.forgetFormatting(device);
        bind(request, device);
      }
    } else {
      requireSame(request, device, there.get());
    }
  }

  private void bind(PublishVolume request, Device device) {
    try (Place target = targets.file(request.target())) {
      MountOptions options = MountOptions.NONE;
      mounter.bind(device.node(), target, request.readOnly() ? options.readOnly() : options);
      try {
        requireDevice(request, device, target.top());
      } catch (Failure failed) {
        var _ = mounter.unmount(target.top(), target.path().toString());
        throw failed;
      }
    } catch (Failure failed) {
      throw targets.undo(request.target(), failed);
    }
  }

  /** The node's name could have come to mean another device since it was proven. */
  private void requireDevice(PublishVolume request, Device device, Path target) {
    if (!isDevice(target, device.number())) {
      throw new Failure.Unavailable(
          request + ": " + device.node() + " changed while it was published; ask again");
    }
  }

  private void requireSame(PublishVolume request, Device device, MountEntry found) {
    if (!isDevice(found.target(), device.number())) {
      throw PublishedOtherwise.there(request, "something else is mounted there");
    }
    if (found.flags().isReadOnly() != request.readOnly()) {
      throw PublishedOtherwise.there(request, "it is mounted there with another readonly");
    }
  }

  /** Writing to a device beneath its mounted filesystem destroys that. */
  private static void requireNotMounted(PublishVolume request, Optional<MountEntry> filesystem) {
    if (filesystem.isPresent()) {
      throw new Failure.PreconditionFailed(
          "%s is to be published as a raw device, and its filesystem is mounted at %s; unstage that first"
              .formatted(request, filesystem.get().target()));
    }
  }

  private void requireNoOtherTarget(PublishVolume request, MountTable mounts) {
    if (!request.isExclusive()) {
      return;
    }
    Optional<Path> other = new RawTargets(devices).of(request.volume(), mounts);
    if (other.isPresent()) {
      throw PublishedOtherwise.elsewhere(request, request.mode(), other.get());
    }
  }

  private boolean isDevice(Path node, DeviceNumber number) {
    return devices.number(node).equals(Optional.of(number));
  }
}
