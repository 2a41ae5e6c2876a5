package example.ebs.provisioner.claim;

import example.ebs.provisioner.csi.Provisioners;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirementBuilder;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.NodeSelectorTermBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the PersistentVolumes of all claims have in common, whatever the volume is. */
public final class ClaimedVolumeDraft {
  private ClaimedVolumeDraft() {}

  /**
   * The PersistentVolume of a claim, without its source.
   *
   * @param provisioner as the class names it
   * @param bytes that it has
   */
  public static PersistentVolume of(
      PersistentVolumeClaim claim, StorageClass storageClass, String provisioner, long bytes) {
    return new PersistentVolumeBuilder()
        .withNewMetadata()
        .withName(ClaimTerms.volumeName(claim))
        .addToAnnotations(Provisioners.PROVISIONED_BY, provisioner)
        .endMetadata()
        .withNewSpec()
        .withAccessModes(claim.getSpec().getAccessModes())
        .withMountOptions(storageClass.getMountOptions())
        .addToCapacity("storage", Sizes.quantity(bytes))
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
        .endClaimRef()
        .endSpec()
        .build();
  }

  /** The volume, held to the places with these labels, any of which will do; none means all. */
  public static PersistentVolume within(
      PersistentVolume volume, List<? extends Map<String, String>> places) {
    if (places.isEmpty()) {
      return volume;
    }
    return new PersistentVolumeBuilder(volume)
        .editSpec()
        .withNewNodeAffinity()
        .withNewRequired()
        .withNodeSelectorTerms(places.stream().map(ClaimedVolumeDraft::term).toList())
        .endRequired()
        .endNodeAffinity()
        .endSpec()
        .build();
  }

  private static NodeSelectorTerm term(Map<String, String> labels) {
    List<NodeSelectorRequirement> all =
        new TreeMap<>(labels)
            .entrySet().stream().map(label -> in(label.getKey(), label.getValue())).toList();
    return new NodeSelectorTermBuilder().withMatchExpressions(all).build();
  }

  private static NodeSelectorRequirement in(String key, String value) {
    return new NodeSelectorRequirementBuilder()
        .withKey(key)
        .withOperator("In")
        .withValues(value)
        .build();
  }
}
