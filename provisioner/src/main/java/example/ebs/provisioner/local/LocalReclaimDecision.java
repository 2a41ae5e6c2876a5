package example.ebs.provisioner.local;

import example.ebs.provisioner.cluster.BoundClaim;
import io.fabric8.kubernetes.api.model.PersistentVolume;

/** What a local volume's PersistentVolume needs from the controller; pure. */
enum LocalReclaimDecision {
  /** It is claimed, or stays, or is its node's to finish. */
  NOTHING,
  /** It is released, yet its claim is still seen. */
  WAIT,
  DELETE;

  /**
   * Decides.
   *
   * @param claimed whether the very claim that it was bound to is still there
   */
  static LocalReclaimDecision of(PersistentVolume volume, boolean claimed) {
    boolean due =
        "Delete".equals(volume.getSpec().getPersistentVolumeReclaimPolicy())
            && BoundClaim.isReleased(volume)
            && !volume.isMarkedForDeletion();
    if (!due) {
      return NOTHING;
    }
    return claimed ? WAIT : DELETE;
  }
}
