package example.ebs.provisioner.claim;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.Volume;
import example.ebs.provisioner.csi.DriverNames;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirementBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.NodeSelectorTermBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeFluent;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Writes the PersistentVolume of a volume that was made for a claim. */
final class VolumeWriter {
  private static final String PROVISIONED_BY = "pv.kubernetes.io/provisioned-by";
  private static final String SECRET = "volume.kubernetes.io/provisioner-deletion-secret-";
  private static final int EXISTS = 409;

  private final KubernetesClient client;
  private final String driver;

  VolumeWriter(KubernetesClient client, String driver) {
    this.client = client;
    this.driver = driver;
  }

  /**
   * Writes it, or finds that it is written already.
   *
   * @throws Failure.AlreadyExists when another claim's PersistentVolume has the name
   */
  void write(PersistentVolumeClaim claim, StorageClass storageClass, Volume volume) {
    PersistentVolume wanted = volumeOf(claim, storageClass, volume);
    try {
      client.resource(wanted).create();
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != EXISTS) {
        throw refused;
      }
      requireOurs(wanted, claim);
    }
  }

  /** Whether it is there now, as the API server and not the watch says. */
  boolean isWritten(PersistentVolumeClaim claim) {
    String name = ClaimTranslator.volumeName(claim);
    return Optional.ofNullable(client.persistentVolumes().withName(name).get()).isPresent();
  }

  private void requireOurs(PersistentVolume wanted, PersistentVolumeClaim claim) {
    String name = wanted.getMetadata().getName();
    boolean ours =
        Optional.ofNullable(client.persistentVolumes().withName(name).get())
            .map(found -> found.getSpec().getClaimRef())
            .map(reference -> claim.getMetadata().getUid().equals(reference.getUid()))
            .orElse(false);
    if (!ours) {
      throw new Failure.AlreadyExists(
          "PersistentVolume %s exists and is not this claim's; delete it if nobody needs it"
              .formatted(name));
    }
  }

  private PersistentVolume volumeOf(
      PersistentVolumeClaim claim, StorageClass storageClass, Volume volume) {
    PersistentVolumeFluent<PersistentVolumeBuilder>.SpecNested<PersistentVolumeBuilder> spec =
        new PersistentVolumeBuilder()
            .withNewMetadata()
            .withName(ClaimTranslator.volumeName(claim))
            .addToAnnotations(PROVISIONED_BY, driver)
            .addToAnnotations(SECRET + "name", "")
            .addToAnnotations(SECRET + "namespace", "")
            .addToFinalizers(DriverNames.RECLAIM_FINALIZER)
            .endMetadata()
            .withNewSpec()
            .withAccessModes(claim.getSpec().getAccessModes())
            .withMountOptions(storageClass.getMountOptions())
            .addToCapacity("storage", capacity(claim, volume))
            .withPersistentVolumeReclaimPolicy(storageClass.getReclaimPolicy())
            .withStorageClassName(storageClass.getMetadata().getName())
            .withVolumeMode(claim.getSpec().getVolumeMode())
            .withNewClaimRef()
            .withApiVersion("v1")
            .withKind("PersistentVolumeClaim")
            .withNamespace(claim.getMetadata().getNamespace())
            .withName(claim.getMetadata().getName())
            .withUid(claim.getMetadata().getUid())
            .withResourceVersion(claim.getMetadata().getResourceVersion())
            .endClaimRef();
    source(spec, claim, storageClass, volume);
    affinity(spec, volume);
    return spec.endSpec().build();
  }

  private void source(
      PersistentVolumeFluent<PersistentVolumeBuilder>.SpecNested<PersistentVolumeBuilder> spec,
      PersistentVolumeClaim claim,
      StorageClass storageClass,
      Volume volume) {
    var source =
        spec.withNewCsi()
            .withDriver(driver)
            .withVolumeHandle(volume.getVolumeId())
            .withVolumeAttributes(volume.getVolumeContextMap());
    if (!ClaimTranslator.isBlock(claim)) {
      ClassParameters.of(storageClass).filesystem().ifPresent(source::withFsType);
    }
    source.endCsi();
  }

  private static void affinity(
      PersistentVolumeFluent<PersistentVolumeBuilder>.SpecNested<PersistentVolumeBuilder> spec,
      Volume volume) {
    List<NodeSelectorTerm> terms =
        volume.getAccessibleTopologyList().stream()
            .map(
                topology ->
                    new NodeSelectorTermBuilder()
                        .withMatchExpressions(
                            new TreeMap<>(topology.getSegmentsMap())
                                .entrySet().stream()
                                    .map(label -> in(label.getKey(), label.getValue()))
                                    .toList())
                        .build())
            .toList();
    if (!terms.isEmpty()) {
      spec.withNewNodeAffinity()
          .withNewRequired()
          .withNodeSelectorTerms(terms)
          .endRequired()
          .endNodeAffinity();
    }
  }

  private static NodeSelectorRequirement in(String key, String value) {
    return new NodeSelectorRequirementBuilder()
        .withKey(key)
        .withOperator("In")
        .withValues(value)
        .build();
  }

  /** A driver that tells no size has made what was asked for. */
  private static Quantity capacity(PersistentVolumeClaim claim, Volume volume) {
    long bytes =
        volume.getCapacityBytes() > 0 ? volume.getCapacityBytes() : ClaimTranslator.size(claim);
    return Sizes.quantity(bytes);
  }
}
