package example.ebs.node;

import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.Zone;
import example.ebs.node.instance.AttachLimits;
import java.nio.file.Path;

/**
 * What the node service has to be told.
 *
 * @param driver the name under which the driver is known
 * @param nodeId under which the controller knows this node: the EC2 instance id
 * @param attachLimits how many volumes the scheduler may place here
 * @param deviceRoot where device nodes are, absolute
 * @param kubeletDirectory the only folder beneath which staging and target paths are accepted;
 *     {@code /} accepts any
 */
public record NodeConfig(
    String driver,
    NodeId nodeId,
    Zone zone,
    AttachLimits attachLimits,
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
  }
}
