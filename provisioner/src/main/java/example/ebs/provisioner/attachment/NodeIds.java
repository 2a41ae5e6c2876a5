package example.ebs.provisioner.attachment;

import example.ebs.csi.failure.Failure;
import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.csi.Registration;
import example.ebs.provisioner.loop.ObjectKey;
import io.fabric8.kubernetes.api.model.storage.CSINode;
import io.fabric8.kubernetes.api.model.storage.CSINodeDriver;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import java.util.Map;
import java.util.Optional;

/** By which ids the driver knows the cluster's nodes. */
public final class NodeIds {
  /** Kubernetes' external-attacher writes the same one. */
  static final String ANNOTATION = "csi.alpha.kubernetes.io/node-id";

  private final Cluster cluster;
  private final String driver;

  public NodeIds(Cluster cluster, String driver) {
    this.cluster = cluster;
    this.driver = driver;
  }

  /** What the node's service of this driver said when it registered, if it has. */
  public static Optional<String> registered(CSINode node, String driver) {
    return Registration.of(node, driver).map(CSINodeDriver::getNodeID);
  }

  /**
   * The node to attach to: as it is registered now.
   *
   * @throws Failure.NotFound when it is not
   */
  String toAttach(VolumeAttachment attachment) {
    String node = attachment.getSpec().getNodeName();
    return registered(node)
        .orElseThrow(
            () ->
                new Failure.NotFound(
                    "the node service of %s is not registered on node %s yet: CSINode %s does not name it; wait, or see whether its pod runs there"
                        .formatted(driver, node, node)));
  }

  /**
   * The node to detach from: the one that the volume was attached to, also when another machine has
   * its name by now.
   */
  public Optional<String> attachedTo(VolumeAttachment attachment) {
    return Optional.ofNullable(attachment.getMetadata().getAnnotations())
        .map((Map<String, String> annotations) -> annotations.get(ANNOTATION))
        .or(() -> registered(attachment.getSpec().getNodeName()));
  }

  /** The id under which the node is registered now, if it is. */
  public Optional<String> registered(String node) {
    return cluster.csiNodes().find(ObjectKey.of(node)).flatMap(found -> registered(found, driver));
  }
}
