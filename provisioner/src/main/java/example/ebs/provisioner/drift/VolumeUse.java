package example.ebs.provisioner.drift;

import example.ebs.provisioner.cluster.BoundClaim;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;

/**
 * Whether a pod on a node uses a volume, asked of the API server at this moment and not of a cache.
 *
 * <p>Where a pod uses a claim whose volume cannot be told, it may be that volume: then the answer
 * is yes.
 */
final class VolumeUse {
  private final KubernetesClient client;
  private final String driver;

  VolumeUse(KubernetesClient client, String driver) {
    this.client = client;
    this.driver = driver;
  }

  /**
   * Whether Kubernetes has the volume for a claim that is there: then it attaches it itself when
   * somebody needs it. One that is retained, released or going is none, and neither is one that has
   * two PersistentVolumes.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when the API does not answer
   */
  boolean isBound(String volume) {
    List<PersistentVolume> standing =
        client.persistentVolumes().list().getItems().stream()
            .filter(found -> mayBe(found, volume))
            .toList();
    return standing.size() == 1 && isBound(standing.getFirst(), volume);
  }

  private boolean isBound(PersistentVolume found, String volume) {
    return Optional.ofNullable(found.getSpec().getCsi())
            .filter(source -> driver.equals(source.getDriver()))
            .filter(source -> volume.equals(source.getVolumeHandle()))
            .isPresent()
        && !found.isMarkedForDeletion()
        && Optional.ofNullable(found.getStatus())
            .filter(status -> "Bound".equals(status.getPhase()))
            .isPresent()
        && BoundClaim.of(found).filter(reference -> isThere(reference, found)).isPresent();
  }

  private boolean isThere(ObjectReference reference, PersistentVolume volume) {
    return Optional.ofNullable(
            client
                .persistentVolumeClaims()
                .inNamespace(reference.getNamespace())
                .withName(reference.getName())
                .get())
        .filter(claim -> reference.getUid().equals(claim.getMetadata().getUid()))
        .filter(claim -> !claim.isMarkedForDeletion())
        .filter(claim -> volume.getMetadata().getName().equals(claim.getSpec().getVolumeName()))
        .isPresent();
  }

  /**
   * Asks.
   *
   * @param node the node's name in Kubernetes
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when the API does not answer
   */
  boolean on(String node, String volume) {
    List<PersistentVolume> volumes = client.persistentVolumes().list().getItems();
    return mounted(node, volume)
        || client
            .pods()
            .inAnyNamespace()
            .withField("spec.nodeName", node)
            .list()
            .getItems()
            .stream()
            .anyMatch(pod -> uses(pod, volume, volumes));
  }

  /** What the kubelet itself says, which knows of pods that the API has forgotten. */
  private boolean mounted(String node, String volume) {
    return Optional.ofNullable(client.nodes().withName(node).get())
        .flatMap(found -> Optional.ofNullable(found.getStatus()))
        .map(status -> Optional.ofNullable(status.getVolumesInUse()).orElse(List.of()))
        .map(inUse -> inUse.stream().anyMatch(name -> name.endsWith("^" + volume)))
        .orElse(false);
  }

  private static boolean uses(Pod pod, String volume, List<PersistentVolume> volumes) {
    return pod.getSpec().getVolumes().stream()
        .anyMatch(each -> described(each, volume) || claimed(pod, each, volume, volumes));
  }

  /** Written into the pod itself, for Kubernetes' driver of old. */
  private static boolean described(Volume each, String volume) {
    return Optional.ofNullable(each.getAwsElasticBlockStore())
        .map(source -> source.getVolumeID().contains(volume))
        .orElse(false);
  }

  private static boolean claimed(
      Pod pod, Volume each, String volume, List<PersistentVolume> volumes) {
    Optional<String> claim = claim(pod, each);
    if (claim.isEmpty()) {
      return false;
    }
    List<PersistentVolume> bound =
        volumes.stream()
            .filter(found -> isClaimedBy(found, pod.getMetadata().getNamespace(), claim.get()))
            .toList();
    return bound.isEmpty() || bound.stream().anyMatch(found -> mayBe(found, volume));
  }

  private static Optional<String> claim(Pod pod, Volume each) {
    return Optional.ofNullable(each.getPersistentVolumeClaim())
        .map(source -> source.getClaimName())
        .or(
            () ->
                Optional.ofNullable(each.getEphemeral())
                    .map(_ -> pod.getMetadata().getName() + "-" + each.getName()));
  }

  private static boolean isClaimedBy(PersistentVolume volume, String namespace, String claim) {
    return Optional.ofNullable(volume.getSpec().getClaimRef())
        .filter(reference -> namespace.equals(reference.getNamespace()))
        .filter(reference -> claim.equals(reference.getName()))
        .isPresent();
  }

  /** Whichever driver it is written for. */
  private static boolean mayBe(PersistentVolume found, String volume) {
    boolean csi =
        Optional.ofNullable(found.getSpec().getCsi())
            .map(source -> volume.equals(source.getVolumeHandle()))
            .orElse(false);
    boolean old =
        Optional.ofNullable(found.getSpec().getAwsElasticBlockStore())
            .map(source -> source.getVolumeID().contains(volume))
            .orElse(false);
    return csi || old;
  }
}
