package example.ebs.local.publish;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.device.Device;
import example.ebs.linux.device.DeviceNodes;
import example.ebs.linux.mount.MountEntry;
import example.ebs.linux.mount.MountOptions;
import example.ebs.linux.mount.MountTable;
import example.ebs.linux.mount.Mounter;
import example.ebs.linux.mount.PublishedOtherwise;
import example.ebs.linux.path.Place;
import example.ebs.linux.path.Targets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Binds a device node to a file.
 *
 * <p>A mount that is read-only does not keep anybody from writing to a device: for {@code readonly}
 * it records what was asked for, and the container runtime enforces it by its device rules.
 */
record DeviceBinder(Mounter mounter, Targets targets, DeviceNodes nodes) {

  /** Binds the device's node; done already is done. */
  void bind(PublishLocal request, Device device) {
    MountTable table = mounter.mounts();
    Optional<MountEntry> there = table.top(request.target().path());
    if (there.isEmpty()) {
      requireNoOtherTarget(request, device, table);
      try (DeviceNodes.Opened _ = nodes.open(device.node())) {
        bindNode(request, device);
      }
    } else {
      requireSame(request, device, there.get());
    }
  }

  private void bindNode(PublishLocal request, Device device) {
    try (Place target = targets.file(request.target())) {
      try {
        bindNode(request, device, target);
      } catch (Failure failed) {
        throw targets.undo(target, failed);
      }
    }
  }

  private void bindNode(PublishLocal request, Device device, Place target) {
    MountOptions options = MountOptions.NONE;
    mounter.bind(device.node(), target, request.use().readOnly() ? options.readOnly() : options);
    if (!isDevice(target.top(), device)) {
      var _ = mounter.unmount(target.top(), target.path().toString());
      throw new Failure.Unavailable(
          request + ": " + device.node() + " changed while it was published; ask again");
    }
  }

  private void requireSame(PublishLocal request, Device device, MountEntry found) {
    if (!isDevice(found.target(), device)) {
      throw PublishedOtherwise.there(request, "something else is mounted there");
    }
    if (found.flags().isReadOnly() != request.use().readOnly()) {
      throw PublishedOtherwise.there(request, "it is mounted there with another value of readonly");
    }
  }

  private void requireNoOtherTarget(PublishLocal request, Device device, MountTable table) {
    if (!request.use().isExclusive()) {
      return;
    }
    Set<String> names = Set.of(String.valueOf(device.node().getFileName()));
    Optional<MountEntry> other =
        table.firstOf(Set.of(), names, mount -> isDevice(mount.target(), device));
    if (other.isPresent()) {
      throw PublishedOtherwise.elsewhere(request, request.use().mode(), other.get().target());
    }
  }

  private boolean isDevice(Path node, Device device) {
    return nodes.number(node).equals(Optional.of(device.number()));
  }
}
