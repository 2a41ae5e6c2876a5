package example.ebs.local.publish;

import example.ebs.csi.model.AccessMode;
import example.ebs.linux.mount.MountOptions;
import example.ebs.linux.path.TargetPath;
import example.ebs.local.volume.WantedVolume;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * A validated NodePublishVolume of a local volume.
 *
 * @param id as the caller calls it
 * @param group that the workload needs to have the volume; empty means that it needs none
 */
public record PublishLocal(
    String id, Source source, TargetPath target, Use use, OptionalInt group) {

  /** What is to appear. */
  public sealed interface Source {}

  /** A volume of this driver's. */
  public record Made(WantedVolume volume) implements Source {}

  /** A directory of somebody else's. */
  public record Existing(Path path) implements Source {}

  /**
   * How the workload uses it.
   *
   * @param options of the mount, without whether it is read-only
   */
  public record Use(AccessMode mode, boolean readOnly, MountOptions options) {

    /** The options with which it is bound: what the machine forbids no class allows. */
    MountOptions bound() {
      MountOptions stricter = options.onlyAdding();
      return readOnly ? stricter.readOnly() : stricter;
    }

    /**
     * Whether the volume may be at one target of this node only (CSI 1.13, NodePublishVolume, the
     * table of second calls).
     */
    boolean isExclusive() {
      return !mode.isMultiNode() && mode != AccessMode.SINGLE_NODE_MULTI_WRITER;
    }
  }

  @Override
  public String toString() {
    return "volume " + id + " at " + target;
  }
}
