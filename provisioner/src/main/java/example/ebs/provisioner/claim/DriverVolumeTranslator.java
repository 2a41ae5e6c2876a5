package example.ebs.provisioner.claim;

import example.ebs.proto.csi.Topology;
import example.ebs.proto.csi.Volume;
import example.ebs.provisioner.csi.DriverNames;
import example.ebs.provisioner.csi.SecretUse;
import io.fabric8.kubernetes.api.model.CSIPersistentVolumeSource;
import io.fabric8.kubernetes.api.model.CSIPersistentVolumeSourceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.SecretReference;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Turns what a driver has made for a claim into its PersistentVolume. */
record DriverVolumeTranslator(String driver) {
  private static final String MODIFICATION_SECRET =
      "volume.kubernetes.io/controller-modify-secret-";

  PersistentVolume volume(PersistentVolumeClaim claim, StorageClass storageClass, Volume made) {
    PersistentVolume draft =
        ClaimedVolumeDraft.within(
            ClaimedVolumeDraft.of(claim, storageClass, driver, capacity(claim, made)),
            made.getAccessibleTopologyList().stream().map(Topology::getSegmentsMap).toList());
    Map<SecretUse, SecretReference> secrets = ClaimSecrets.of(claim, storageClass);
    return new PersistentVolumeBuilder(draft)
        .editMetadata()
        .addToAnnotations(annotations(secrets))
        .addToFinalizers(DriverNames.RECLAIM_FINALIZER)
        .endMetadata()
        .editSpec()
        .withCsi(source(claim, storageClass, made, secrets))
        .endSpec()
        .build();
  }

  private CSIPersistentVolumeSource source(
      PersistentVolumeClaim claim,
      StorageClass storageClass,
      Volume made,
      Map<SecretUse, SecretReference> secrets) {
    CSIPersistentVolumeSourceBuilder source =
        new CSIPersistentVolumeSourceBuilder()
            .withDriver(driver)
            .withVolumeHandle(made.getVolumeId())
            .withVolumeAttributes(made.getVolumeContextMap())
            .withControllerPublishSecretRef(secrets.get(SecretUse.CONTROLLER_PUBLISH))
            .withNodeStageSecretRef(secrets.get(SecretUse.NODE_STAGE))
            .withNodePublishSecretRef(secrets.get(SecretUse.NODE_PUBLISH))
            .withControllerExpandSecretRef(secrets.get(SecretUse.CONTROLLER_EXPAND))
            .withNodeExpandSecretRef(secrets.get(SecretUse.NODE_EXPAND));
    if (!ClaimTerms.isBlock(claim)) {
      ClassParameters.of(storageClass).filesystem().ifPresent(source::withFsType);
    }
    return source.build();
  }

  /** The one for deletion is always there, as who deletes would else look into the class. */
  private static Map<String, String> annotations(Map<SecretUse, SecretReference> secrets) {
    Map<String, String> annotations = new HashMap<>();
    SecretReference deletion =
        secrets.getOrDefault(SecretUse.PROVISIONER, new SecretReference("", ""));
    annotations.putAll(annotations(DriverNames.DELETION_SECRET, deletion));
    Optional.ofNullable(secrets.get(SecretUse.CONTROLLER_MODIFY))
        .ifPresent(secret -> annotations.putAll(annotations(MODIFICATION_SECRET, secret)));
    return annotations;
  }

  private static Map<String, String> annotations(String prefix, SecretReference secret) {
    return Map.of(prefix + "name", secret.getName(), prefix + "namespace", secret.getNamespace());
  }

  /** A driver that tells no size has made what was asked for. */
  private static long capacity(PersistentVolumeClaim claim, Volume made) {
    return made.getCapacityBytes() > 0 ? made.getCapacityBytes() : ClaimTerms.size(claim);
  }
}
