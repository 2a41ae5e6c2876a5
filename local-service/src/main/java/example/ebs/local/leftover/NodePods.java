package example.ebs.local.leftover;

import example.ebs.local.store.PodReference;
import java.util.Set;

/** The pods of this node as Kubernetes knows them. */
public interface NodePods {
  /**
   * The UIDs of all pods that are placed on this node, whatever state they are in.
   *
   * @throws example.ebs.csi.failure.Failure when there is no whole answer
   */
  Set<String> uids();

  /**
   * Whether Kubernetes still has this very pod, wherever it is placed.
   *
   * @throws example.ebs.csi.failure.Failure when there is no answer
   */
  boolean exists(PodReference pod);
}
