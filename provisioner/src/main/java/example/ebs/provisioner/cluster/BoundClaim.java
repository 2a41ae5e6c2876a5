package example.ebs.provisioner.cluster;

import example.ebs.provisioner.loop.ObjectKey;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.Optional;

/** The claim that a PersistentVolume is or was bound to. */
public final class BoundClaim {
  private BoundClaim() {}

  /** The reference to it; empty while none has been bound. */
  public static Optional<ObjectReference> of(PersistentVolume volume) {
    return Optional.ofNullable(volume.getSpec().getClaimRef())
        .filter(reference -> Optional.ofNullable(reference.getUid()).isPresent());
  }

  /** Whether Kubernetes says that it is gone, and that the volume is its driver's to reclaim. */
  public static boolean isReleased(PersistentVolume volume) {
    return isInPhase(volume, "Released");
  }

  /**
   * Whether it is gone, and Kubernetes says that the volume could not be reclaimed: then a person
   * is to look at it, and nobody deletes it.
   */
  public static boolean isGivenUp(PersistentVolume volume) {
    return isInPhase(volume, "Failed");
  }

  private static boolean isInPhase(PersistentVolume volume, String phase) {
    return Optional.ofNullable(volume.getStatus())
            .map(status -> phase.equals(status.getPhase()))
            .orElse(false)
        && of(volume).isPresent();
  }

  /** The claim itself; empty as well where another has taken its name. */
  public static Optional<PersistentVolumeClaim> find(PersistentVolume volume, Cluster cluster) {
    return of(volume)
        .flatMap(
            reference ->
                cluster
                    .claims()
                    .find(new ObjectKey(reference.getNamespace(), reference.getName()))
                    .filter(claim -> reference.getUid().equals(claim.getMetadata().getUid())));
  }

  /** One watch may run ahead of another, and a volume that is claimed is never deleted. */
  public static boolean isThere(PersistentVolume volume, Cluster cluster) {
    return find(volume, cluster).isPresent();
  }
}
