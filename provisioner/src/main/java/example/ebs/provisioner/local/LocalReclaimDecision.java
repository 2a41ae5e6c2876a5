package example.ebs.provisioner.local;

import example.ebs.local.model.LocalDriver;
import example.ebs.provisioner.cluster.BoundClaim;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import java.util.Optional;

/** What a local volume's PersistentVolume needs from the controller; pure. */
sealed interface LocalReclaimDecision {
  /** It is claimed, or stays, or is its node's to finish. */
  record Nothing() implements LocalReclaimDecision {}

  /**
   * Its directory goes with it one day, so it must not vanish before; somebody wrote it by hand.
   */
  record Protect() implements LocalReclaimDecision {}

  /** It is released, yet its claim is still seen. */
  record Wait() implements LocalReclaimDecision {}

  record Delete() implements LocalReclaimDecision {}

  /** It is released, and no node would remove its directory; so it stays, and with it the trace. */
  record Refuse(String reason) implements LocalReclaimDecision {}

  /**
   * Decides.
   *
   * @param claimed whether the very claim that it was bound to is still there
   */
  static LocalReclaimDecision of(PersistentVolume volume, boolean claimed, LocalDriver names) {
    if (volume.isMarkedForDeletion()
        || !"Delete".equals(volume.getSpec().getPersistentVolumeReclaimPolicy())) {
      return new Nothing();
    }
    boolean released = BoundClaim.isReleased(volume);
    if (released && claimed) {
      return new Wait();
    }
    boolean held = volume.getMetadata().getFinalizers().contains(names.finalizer());
    Optional<String> objection = RemovalByNode.objection(volume, names);
    // What was there before a volume stays, so there is nothing for a node to do.
    boolean nodeIsNeeded = held || !RemovalByNode.keeps(volume);
    if (nodeIsNeeded && objection.isPresent()) {
      return released ? new Refuse(objection.get()) : new Nothing();
    }
    if (nodeIsNeeded && !held) {
      return new Protect();
    }
    return released ? new Delete() : new Nothing();
  }
}
