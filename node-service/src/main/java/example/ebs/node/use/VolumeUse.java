package example.ebs.node.use;

import example.ebs.linux.mount.MountEntry;
import example.ebs.node.device.VolumePart;
import java.nio.file.Path;

/**
 * A use of a volume, or of a part of it.
 *
 * @param mount by which it is known
 */
record VolumeUse(VolumePart part, Manner manner, MountEntry mount) {

  Path path() {
    return mount.target();
  }

  /** Whether it is a whole target or staging path, and not what a pod mounts of it in turn. */
  boolean isTarget() {
    return manner == Manner.RAW || mount.isWhole();
  }

  /**
   * Whether the part can be a raw device at the same time. Beneath a mounted filesystem nobody may
   * write, and the kernel caches a device and each of its partitions apart, so that whoever writes
   * to one of them is not seen in the other.
   */
  boolean allowsRaw(VolumePart other) {
    return !part.overlaps(other) || (manner == Manner.RAW && part.equals(other));
  }

  @Override
  public String toString() {
    return "volume " + part + " is " + manner + " at " + path();
  }
}
