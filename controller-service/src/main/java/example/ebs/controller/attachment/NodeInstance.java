package example.ebs.controller.attachment;

import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.Zone;
import java.util.Set;

/**
 * The EC2 instance behind a node.
 *
 * @param gone whether it is shutting down or terminated, which nothing brings back
 * @param devices the device names that EC2 shows as taken; an image may hide more
 */
public record NodeInstance(NodeId id, Zone zone, boolean gone, Set<String> devices) {
  public NodeInstance {
    devices = Set.copyOf(devices);
  }
}
