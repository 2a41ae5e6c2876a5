package example.ebs.node;

import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.Zone;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * What the node service has to be told.
 *
 * @param nodeId under which the controller knows this node: the EC2 instance id
 * @param volumeAttachLimit how many volumes the scheduler may place here; empty says nothing to it
 * @param deviceRoot where device nodes are, absolute
 * @param kubeletDirectory the only folder beneath which staging and target paths are accepted;
 *     {@code /} accepts any
 */
public record NodeConfig(
    NodeId nodeId,
    Zone zone,
    OptionalInt volumeAttachLimit,
    Path deviceRoot,
    Path kubeletDirectory) {
  public static final Path DEFAULT_DEVICE_ROOT = Path.of("/dev");
  public static final Path DEFAULT_KUBELET_DIRECTORY = Path.of("/var/lib/kubelet");

  public NodeConfig {
    if (!deviceRoot.isAbsolute() || !kubeletDirectory.isAbsolute()) {
      throw new IllegalArgumentException(
          "device root and kubelet directory must be absolute: "
              + deviceRoot
              + ", "
              + kubeletDirectory);
    }
    if (volumeAttachLimit.orElse(1) < 1) {
      // 0 would mean "unknown" to CSI, and so "as many as you like" to the scheduler.
      throw new IllegalArgumentException("the attach limit must be at least 1");
    }
  }
}
