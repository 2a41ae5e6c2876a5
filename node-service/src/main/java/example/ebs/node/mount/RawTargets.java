package example.ebs.node.mount;

import example.ebs.node.device.VolumeDevices;
import example.ebs.node.device.VolumePart;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Where a volume is published as a raw device, by the mount table: at bind mounts of its nodes.
 *
 * <p>A raw device is in use although no filesystem of it is mounted.
 */
public record RawTargets(VolumeDevices devices) {

  /**
   * A target that shows any of this, a partition of it or all of it; empty too where the volume has
   * no device any more, so that one that is detached keeps nobody waiting.
   */
  public Optional<Path> of(VolumePart volume, MountTable mounts) {
    Set<String> names = devices.nodeNames(volume.id());
    return names.isEmpty()
        ? Optional.empty()
        : mounts
            .firstOf(Set.of(), names, mount -> shows(volume, mount.target()))
            .map(MountEntry::target);
  }

  private boolean shows(VolumePart volume, Path target) {
    return devices.number(target).flatMap(devices::volume).filter(volume::overlaps).isPresent();
  }
}
