package example.ebs.node.stage;

import example.ebs.linux.filesystem.MountableFilesystem;
import example.ebs.linux.mount.MountOptions;
import example.ebs.linux.path.TargetPath;
import example.ebs.node.device.VolumePart;
import java.util.Optional;

/**
 * A validated NodeStageVolume.
 *
 * @param deviceHint the name under which EC2 attached the volume
 */
public record StageVolume(
    VolumePart volume, Optional<String> deviceHint, TargetPath staging, Kind kind) {

  /** What the volume is to become on this node. */
  public sealed interface Kind {}

  /** A raw device: nothing is mounted, the device only has to be there. */
  public record Block() implements Kind {}

  /**
   * A mounted filesystem.
   *
   * @param filesystem empty: the one that is there, or ext4 on a blank device
   */
  public record Mount(Optional<MountableFilesystem> filesystem, MountOptions options)
      implements Kind {

    /** Whether nothing may be written to the device, not even to repair it. */
    boolean isReadOnly() {
      return options.set().isReadOnly();
    }
  }
}
