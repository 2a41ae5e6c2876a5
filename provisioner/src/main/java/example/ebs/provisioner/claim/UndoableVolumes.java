package example.ebs.provisioner.claim;

import example.ebs.provisioner.loop.Outcome;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.Optional;

/** Volumes that somebody outside Kubernetes makes, so that one may be there that nobody wants. */
public interface UndoableVolumes extends ClaimedVolumes {
  /**
   * Takes back what was begun for a claim that has no use for it any more, and lets go of the claim
   * once nothing is left.
   *
   * @param storageClass with which it was begun, as far as that is known
   */
  Outcome undo(PersistentVolumeClaim claim, Optional<StorageClass> storageClass);
}
