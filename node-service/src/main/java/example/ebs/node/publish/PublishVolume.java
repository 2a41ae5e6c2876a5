package example.ebs.node.publish;

import example.ebs.csi.model.AccessMode;
import example.ebs.linux.mount.MountOptions;
import example.ebs.linux.path.TargetPath;
import example.ebs.node.device.VolumePart;
import java.util.Optional;

/**
 * A validated NodePublishVolume.
 *
 * @param deviceHint the name under which EC2 attached the volume
 * @param readOnly whether the workload may only read
 */
public record PublishVolume(
    VolumePart volume,
    Optional<String> deviceHint,
    TargetPath staging,
    TargetPath target,
    AccessMode mode,
    Kind kind,
    boolean readOnly) {

  /** What appears at the target. */
  public sealed interface Kind {}

  /** The device itself, on a file. */
  public record Block() implements Kind {}

  /** The staged filesystem, on a directory. */
  public record Mount(MountOptions options) implements Kind {}

  /**
   * Whether the volume may be at one target of this node only (CSI 1.13, NodePublishVolume, the
   * table of second calls).
   */
  public boolean isExclusive() {
    return !mode.isMultiNode() && mode != AccessMode.SINGLE_NODE_MULTI_WRITER;
  }

  /** Whether it depends on what else is published of the volume. */
  public boolean mustSeeOthers() {
    return isExclusive() || kind instanceof Block;
  }

  @Override
  public String toString() {
    return "volume " + volume + " at " + target;
  }
}
