package example.ebs.node.instance;

/** Somebody who may know the machine: its metadata service, or its Node object in Kubernetes. */
@FunctionalInterface
public interface InstanceSource {
  /**
   * What it knows.
   *
   * @throws example.ebs.csi.failure.Failure when it does not answer, or does not know it
   */
  InstanceFacts facts();
}
