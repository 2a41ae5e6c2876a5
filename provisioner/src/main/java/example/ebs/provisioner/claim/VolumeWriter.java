package example.ebs.provisioner.claim;

import example.ebs.csi.failure.Failure;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/** Writes the PersistentVolumes of claims. */
public final class VolumeWriter {
  private static final int EXISTS = 409;

  private final KubernetesClient client;

  public VolumeWriter(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Writes it, or finds that it is written already.
   *
   * @return as it is now
   * @throws Failure.AlreadyExists when another claim's PersistentVolume has the name
   */
  public PersistentVolume write(PersistentVolume wanted, PersistentVolumeClaim claim) {
    try {
      return client.resource(wanted).create();
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != EXISTS) {
        throw refused;
      }
      return requireOurs(wanted, claim);
    }
  }

  /** Whether it is there now, as the API server and not the watch says. */
  boolean isWritten(PersistentVolumeClaim claim) {
    String name = ClaimTerms.volumeName(claim);
    return Optional.ofNullable(client.persistentVolumes().withName(name).get()).isPresent();
  }

  private PersistentVolume requireOurs(PersistentVolume wanted, PersistentVolumeClaim claim) {
    String name = wanted.getMetadata().getName();
    return Optional.ofNullable(client.persistentVolumes().withName(name).get())
        .filter(
            found ->
                Optional.ofNullable(found.getSpec().getClaimRef())
                    .map(reference -> claim.getMetadata().getUid().equals(reference.getUid()))
                    .orElse(false))
        .orElseThrow(
            () ->
                new Failure.AlreadyExists(
                    "PersistentVolume %s exists and is not this claim's; delete it if nobody needs it"
                        .formatted(name)));
  }
}
