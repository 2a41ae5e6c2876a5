package example.ebs.provisioner.local;

import example.ebs.csi.failure.Failure;
import example.ebs.local.model.LocalDriver;
import example.ebs.provisioner.cluster.BoundClaim;
import example.ebs.provisioner.cluster.ObjectPatch;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/**
 * A local volume that the cluster is to forget because its node will never remove it.
 *
 * @param volume its PersistentVolume
 */
public record ForgottenVolume(PersistentVolume volume, LocalVolume local, LocalDriver names) {
  private static final int CHANGED = 409;
  private static final int MOST_TRIES = 5;

  /**
   * Deletes a PersistentVolume without waiting for its node; again, after a crash in between. Where
   * Kubernetes changes it at that moment everything is looked at anew.
   *
   * @param force whether its node may still be there
   * @return what is left, in words
   * @throws Failure.NotFound when there is no such PersistentVolume
   * @throws Failure.InvalidRequest when it is not one of a local volume
   * @throws Failure.InUse when it is claimed
   * @throws Failure.PreconditionFailed when its node is there, and it is not forced
   */
  public static String forget(
      KubernetesClient client, LocalDriver names, String name, boolean force) {
    for (int tries = 1; ; tries++) {
      try {
        return find(client, names, name, force).forget(client);
      } catch (KubernetesClientException refused) {
        if (refused.getCode() != CHANGED || tries == MOST_TRIES) {
          throw refused;
        }
      }
    }
  }

  private static ForgottenVolume find(
      KubernetesClient client, LocalDriver names, String name, boolean force) {
    PersistentVolume volume =
        Optional.ofNullable(client.persistentVolumes().withName(name).get())
            .orElseThrow(() -> new Failure.NotFound("there is no PersistentVolume " + name));
    LocalVolume local =
        LocalVolume.of(volume, names)
            .orElseThrow(
                () ->
                    new Failure.InvalidRequest(
                        "PersistentVolume %s is not of driver %s, or has no label %s that says where it is; delete it with kubectl"
                            .formatted(name, names.name(), names.nodeLabel())));
    requireUnclaimed(client, volume);
    boolean there = Optional.ofNullable(client.nodes().withName(local.node()).get()).isPresent();
    if (there && !force) {
      throw new Failure.PreconditionFailed(
          "node %s, which has this volume, is in the cluster: it removes the directory itself once it can. If it never will, say so with --force; %s is then left behind there"
              .formatted(local.node(), local.onDisk()));
    }
    return new ForgottenVolume(volume, local, names);
  }

  private static void requireUnclaimed(KubernetesClient client, PersistentVolume volume) {
    Optional<ObjectReference> reference = BoundClaim.of(volume);
    Optional<PersistentVolumeClaim> claim =
        reference.flatMap(
            bound ->
                Optional.ofNullable(
                    client
                        .persistentVolumeClaims()
                        .inNamespace(bound.getNamespace())
                        .withName(bound.getName())
                        .get()));
    boolean same =
        claim
            .map(found -> found.getMetadata().getUid())
            .equals(reference.map(ObjectReference::getUid));
    if (claim.isPresent() && same) {
      throw new Failure.InUse(
          "PersistentVolume %s belongs to claim %s/%s: delete the claim first, if nobody needs its data"
              .formatted(
                  volume.getMetadata().getName(),
                  reference.orElseThrow().getNamespace(),
                  reference.orElseThrow().getName()));
    }
  }

  private String forget(KubernetesClient client) {
    // Deleted before it is let go of: so nobody can bind it in between.
    if (!volume.isMarkedForDeletion()) {
      var _ =
          client
              .resource(volume)
              .lockResourceVersion(volume.getMetadata().getResourceVersion())
              .delete();
    }
    var _ = ObjectPatch.of(volume).removeFinalizer(names.finalizer()).apply(client);
    return "PersistentVolume %s is deleted. On node %s this is left, if its disk still exists: %s. A node service of that name removes nothing of it any more."
        .formatted(volume.getMetadata().getName(), local.node(), local.onDisk());
  }
}
