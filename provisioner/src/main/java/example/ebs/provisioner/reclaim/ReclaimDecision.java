package example.ebs.provisioner.reclaim;

import example.ebs.provisioner.cluster.BoundClaim;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import java.util.List;

/**
 * What a PersistentVolume of ours needs now; decided from what is known, without asking anybody.
 */
sealed interface ReclaimDecision {
  record Nothing() implements ReclaimDecision {}

  /** Its volume goes with it one day, so it must not vanish before. */
  record Protect() implements ReclaimDecision {}

  /** Its volume stays whatever happens to it. */
  record Unprotect() implements ReclaimDecision {}

  /** Nobody claims it any more, but it is attached. */
  record WaitForDetach(List<String> nodes) implements ReclaimDecision {}

  record Delete() implements ReclaimDecision {}

  /**
   * Decides.
   *
   * @param nodes that still have it attached, or being attached
   * @param claimed whether the very claim that it was bound to is still there
   */
  static ReclaimDecision of(
      PersistentVolume volume, List<String> nodes, boolean claimed, String finalizer) {
    boolean held = volume.getMetadata().getFinalizers().contains(finalizer);
    if (!"Delete".equals(volume.getSpec().getPersistentVolumeReclaimPolicy())) {
      return held ? new Unprotect() : new Nothing();
    }
    if (!BoundClaim.isReleased(volume) || claimed) {
      return unreleased(volume, held, claimed);
    }
    if (volume.isMarkedForDeletion() && !held) {
      // Somebody took the finalizer away on purpose, and with it the volume out of our care.
      return new Nothing();
    }
    return nodes.isEmpty() ? new Delete() : new WaitForDetach(nodes);
  }

  private static ReclaimDecision unreleased(
      PersistentVolume volume, boolean held, boolean claimed) {
    if (!volume.isMarkedForDeletion()) {
      return held ? new Nothing() : new Protect();
    }
    // Deleted by hand, before anybody claimed it or after Kubernetes gave it up: nobody asked for
    // the volume to be deleted.
    boolean nobodys = BoundClaim.of(volume).isEmpty() || (BoundClaim.isGivenUp(volume) && !claimed);
    return held && nobodys ? new Unprotect() : new Nothing();
  }
}
