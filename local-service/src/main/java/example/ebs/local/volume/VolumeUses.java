package example.ebs.local.volume;

import example.ebs.linux.device.DeviceNodes;
import example.ebs.linux.device.DeviceNumber;
import example.ebs.linux.loop.LoopDevice;
import example.ebs.linux.mount.MountEntry;
import example.ebs.linux.mount.MountTable;
import example.ebs.linux.mount.Mounter;
import example.ebs.linux.mount.ShownDirectory;
import example.ebs.local.limit.VolumeImages;
import example.ebs.local.store.EnforcedBy;
import example.ebs.local.store.StoredVolume;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Tells where on this node a volume is mounted, by the mount table alone. */
public record VolumeUses(Mounter mounter, VolumeImages images, DeviceNodes nodes) {

  /** The first target at which the volume, or a part of it, is mounted. */
  public Optional<Path> first(StoredVolume volume) {
    MountTable table = mounter.mounts();
    Optional<MountEntry> first =
        volume.record().limit().by() == EnforcedBy.DEVICE
            ? ofDevice(table, volume)
            : ofDirectory(table, volume.directory());
    return first.map(MountEntry::target);
  }

  private static Optional<MountEntry> ofDirectory(MountTable table, Path directory) {
    return ShownDirectory.of(table, directory)
        .flatMap(shown -> shown.elsewhere(directory, _ -> true))
        // What somebody mounted in the volume is not ours to remove.
        .or(() -> table.firstBelow(directory, mount -> !mount.target().equals(directory)));
  }

  private Optional<MountEntry> ofDevice(MountTable table, StoredVolume volume) {
    return images.attached(volume.store(), volume.record()).stream()
        .flatMap(device -> target(table, device).stream())
        .findFirst();
  }

  /** A node's name could be another device's by now. */
  private Optional<MountEntry> target(MountTable table, LoopDevice loop) {
    Optional<DeviceNumber> number = Optional.of(loop.device().number());
    return table.firstOf(
        Set.of(),
        Set.of(String.valueOf(loop.device().node().getFileName())),
        mount -> nodes.number(mount.target()).equals(number));
  }
}
