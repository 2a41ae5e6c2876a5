package example.ebs.node;

import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.Zone;
import example.ebs.node.device.DeviceSource;
import example.ebs.node.instance.AttachLimits;
import java.nio.file.Path;

/**
 * What the node service has to be told.
 *
 * @param driver the name under which the driver is known
 * @param nodeId under which the controller knows this node: the EC2 instance id
 * @param attachLimits how many volumes the scheduler may place here
 * @param devices where devices are, and what is believed of them
 * @param kubeletDirectory the only folder beneath which staging and target paths are accepted;
 *     {@code /} accepts any
 */
public record NodeConfig(
    String driver,
    NodeId nodeId,
    Zone zone,
    AttachLimits attachLimits,
    DeviceSource devices,
    Path kubeletDirectory) {
  public static final Path DEFAULT_KUBELET_DIRECTORY = Path.of("/var/lib/kubelet");

  public NodeConfig {
    if (!kubeletDirectory.isAbsolute()) {
      throw new IllegalArgumentException(
          "the kubelet directory must be absolute: " + kubeletDirectory);
    }
  }
}
