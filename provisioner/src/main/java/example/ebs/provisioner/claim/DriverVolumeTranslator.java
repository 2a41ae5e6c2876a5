package example.ebs.provisioner.claim;

import example.ebs.proto.csi.Topology;
import example.ebs.proto.csi.Volume;
import example.ebs.provisioner.csi.DriverNames;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;

/** Turns what a driver has made for a claim into its PersistentVolume. */
record DriverVolumeTranslator(String driver) {
  private static final String SECRET = "volume.kubernetes.io/provisioner-deletion-secret-";

  PersistentVolume volume(PersistentVolumeClaim claim, StorageClass storageClass, Volume made) {
    PersistentVolume draft =
        ClaimedVolumeDraft.within(
            ClaimedVolumeDraft.of(claim, storageClass, driver, capacity(claim, made)),
            made.getAccessibleTopologyList().stream().map(Topology::getSegmentsMap).toList());
    var source =
        new PersistentVolumeBuilder(draft)
            .editMetadata()
            .addToAnnotations(SECRET + "name", "")
            .addToAnnotations(SECRET + "namespace", "")
            .addToFinalizers(DriverNames.RECLAIM_FINALIZER)
            .endMetadata()
            .editSpec()
            .withNewCsi()
            .withDriver(driver)
            .withVolumeHandle(made.getVolumeId())
            .withVolumeAttributes(made.getVolumeContextMap());
    if (!ClaimTerms.isBlock(claim)) {
      ClassParameters.of(storageClass).filesystem().ifPresent(source::withFsType);
    }
    return source.endCsi().endSpec().build();
  }

  /** A driver that tells no size has made what was asked for. */
  private static long capacity(PersistentVolumeClaim claim, Volume made) {
    return made.getCapacityBytes() > 0 ? made.getCapacityBytes() : ClaimTerms.size(claim);
  }
}
