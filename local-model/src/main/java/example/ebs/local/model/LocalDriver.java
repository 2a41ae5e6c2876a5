package example.ebs.local.model;

import example.ebs.csi.server.DriverIdentity;

/**
 * The names that local volumes carry in Kubernetes' objects; all follow from the main driver's.
 *
 * @param main the name of the main driver, such as {@code ebs.example}
 */
public record LocalDriver(String main) {
  /** The CSI driver that PersistentVolumes and inline volumes name. */
  public String name() {
    return DriverIdentity.LOCAL_PREFIX + main;
  }

  /** The topology key of its nodes, whose value is the Kubernetes node's name. */
  public String topologyKey() {
    return name() + "/node";
  }

  /** The label by which a node finds its PersistentVolumes; a label's value has 63 characters. */
  public String nodeLabel() {
    return main + "/node";
  }

  /** The finalizer that keeps a PersistentVolume until its node has removed the directory. */
  public String finalizer() {
    return name() + "/directory";
  }

  /** The annotation by which a node shows how it holds a volume to its size. */
  public String enforcedByAnnotation() {
    return main + "/enforced-by";
  }
}
