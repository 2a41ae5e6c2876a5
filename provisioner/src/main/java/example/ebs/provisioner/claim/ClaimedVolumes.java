package example.ebs.provisioner.claim;

import example.ebs.provisioner.loop.Outcome;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;

/** Where the volumes of one kind of storage class come from. */
@FunctionalInterface
public interface ClaimedVolumes {
  /**
   * Gives the claim a volume and writes its PersistentVolume, or tells by an event why not; however
   * often it is asked, there is one volume.
   */
  Outcome provide(PersistentVolumeClaim claim, StorageClass storageClass);
}
