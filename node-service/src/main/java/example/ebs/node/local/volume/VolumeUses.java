package example.ebs.node.local.volume;

import example.ebs.node.device.DeviceNodes;
import example.ebs.node.local.limit.VolumeImages;
import example.ebs.node.local.store.EnforcedBy;
import example.ebs.node.local.store.StoredVolume;
import example.ebs.node.loop.LoopDevice;
import example.ebs.node.mount.MountEntry;
import example.ebs.node.mount.MountTable;
import example.ebs.node.mount.Mounter;
import example.ebs.node.mount.ShownDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells where on this node a volume is mounted, by the mount table alone. */
public record VolumeUses(Mounter mounter, VolumeImages images, DeviceNodes nodes) {

  /** The first target at which the volume, or a part of it, is mounted. */
  public Optional<Path> first(StoredVolume volume) {
    MountTable table = mounter.mounts();
    List<MountEntry> mounts =
        volume.record().limit().by() == EnforcedBy.DEVICE
            ? ofDevice(table, volume)
            : ofDirectory(table, volume);
    return mounts.stream().map(MountEntry::target).findFirst();
  }

  private static List<MountEntry> ofDirectory(MountTable table, StoredVolume volume) {
    Path directory = volume.directory();
    Stream<MountEntry> elsewhere =
        ShownDirectory.of(table, directory).stream()
            .flatMap(shown -> shown.elsewhere(directory).stream());
    // What somebody mounted in the volume is not ours to remove.
    Stream<MountEntry> inside =
        table.below(directory).stream().filter(mount -> !mount.target().equals(directory));
    return Stream.concat(elsewhere, inside).toList();
  }

  private List<MountEntry> ofDevice(MountTable table, StoredVolume volume) {
    return images.attached(volume.store(), volume.record()).stream()
        .flatMap(device -> targets(table, device).stream())
        .toList();
  }

  /** A node's name could be another device's by now. */
  private List<MountEntry> targets(MountTable table, LoopDevice loop) {
    String name = String.valueOf(loop.device().node().getFileName());
    return table.ofFilesNamed(name).stream()
        .filter(mount -> nodes.number(mount.target()).equals(Optional.of(loop.device().number())))
        .toList();
  }
}
