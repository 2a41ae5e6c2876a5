package example.ebs.provisioner.drift;

import example.ebs.provisioner.cluster.BoundClaim;
import example.ebs.provisioner.cluster.Pages;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
        Pages.of(client.persistentVolumes()).filter(found -> mayBe(found, volume)).toList();
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
    // Before the pods: a pod that comes after them finds its volume detached, and no other way
    // round.
    List<Claimed> claimed =
        Pages.of(client.persistentVolumes()).flatMap(each -> claimed(each, volume)).toList();
    return mounted(node, volume)
        || client
            .pods()
            .inAnyNamespace()
            .withField("spec.nodeName", node)
            .list()
            .getItems()
            .stream()
            .anyMatch(pod -> uses(pod, volume, claimed));
  }

  /** What of a PersistentVolume is to be known, so that not all of them are held. */
  private static Stream<Claimed> claimed(PersistentVolume found, String volume) {
    return Optional.ofNullable(found.getSpec().getClaimRef()).stream()
        .map(
            claim ->
                new Claimed(
                    String.valueOf(claim.getNamespace()),
                    String.valueOf(claim.getName()),
                    mayBe(found, volume)));
  }

  /** What the kubelet itself says, which knows of pods that the API has forgotten. */
  private boolean mounted(String node, String volume) {
    return Optional.ofNullable(client.nodes().withName(node).get())
        .flatMap(found -> Optional.ofNullable(found.getStatus()))
        .map(status -> Optional.ofNullable(status.getVolumesInUse()).orElse(List.of()))
        .map(inUse -> inUse.stream().anyMatch(name -> name.endsWith("^" + volume)))
        .orElse(false);
  }

  private static boolean uses(Pod pod, String volume, List<Claimed> claimed) {
    return pod.getSpec().getVolumes().stream()
        .anyMatch(each -> described(each, volume) || mayUse(pod, each, claimed));
  }

  /** Written into the pod itself, for Kubernetes' driver of old. */
  private static boolean described(Volume each, String volume) {
    return Optional.ofNullable(each.getAwsElasticBlockStore())
        .map(source -> source.getVolumeID().contains(volume))
        .orElse(false);
  }

  private static boolean mayUse(Pod pod, Volume each, List<Claimed> claimed) {
    Optional<String> claim = claim(pod, each);
    if (claim.isEmpty()) {
      return false;
    }
    List<Claimed> bound =
        claimed.stream()
            .filter(found -> found.namespace().equals(pod.getMetadata().getNamespace()))
            .filter(found -> found.name().equals(claim.get()))
            .toList();
    return bound.isEmpty() || bound.stream().anyMatch(Claimed::volume);
  }

  private static Optional<String> claim(Pod pod, Volume each) {
    return Optional.ofNullable(each.getPersistentVolumeClaim())
        .map(source -> source.getClaimName())
        .or(
            () ->
                Optional.ofNullable(each.getEphemeral())
                    .map(_ -> pod.getMetadata().getName() + "-" + each.getName()));
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

  /**
   * A claim that has a PersistentVolume.
   *
   * @param volume whether that may be the volume which is asked about
   */
  private record Claimed(String namespace, String name, boolean volume) {}
}
