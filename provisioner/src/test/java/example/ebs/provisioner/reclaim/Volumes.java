package example.ebs.provisioner.reclaim;

import example.ebs.provisioner.Given;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachmentBuilder;

/** The PersistentVolume pv-1 of volume vol-1, in each phase, and its attachment. */
final class Volumes {
  static final String FINALIZER = "external-provisioner.volume.kubernetes.io/finalizer";
  static final String ID = "vol-1";
  private static final String NAME = "pv-1";

  private Volumes() {}

  static PersistentVolume volume(String policy) {
    return new PersistentVolumeBuilder()
        .withNewMetadata()
        .withName(NAME)
        .addToFinalizers(FINALIZER)
        .endMetadata()
        .withNewSpec()
        .withPersistentVolumeReclaimPolicy(policy)
        .withNewCsi()
        .withDriver(Given.DRIVER)
        .withVolumeHandle(ID)
        .endCsi()
        .endSpec()
        .withNewStatus()
        .withPhase("Available")
        .endStatus()
        .build();
  }

  static PersistentVolume bound(PersistentVolume volume) {
    return inPhase(volume, "Bound");
  }

  static PersistentVolume released(PersistentVolume volume) {
    return inPhase(volume, "Released");
  }

  private static PersistentVolume inPhase(PersistentVolume volume, String phase) {
    return new PersistentVolumeBuilder(volume)
        .editSpec()
        .withNewClaimRef()
        .withNamespace("default")
        .withName("data")
        .withUid("of-a-claim-that-is-gone")
        .endClaimRef()
        .endSpec()
        .editStatus()
        .withPhase(phase)
        .endStatus()
        .build();
  }

  static VolumeAttachment attachment() {
    return new VolumeAttachmentBuilder()
        .withNewMetadata()
        .withName("csi-1")
        .endMetadata()
        .withNewSpec()
        .withAttacher(Given.DRIVER)
        .withNodeName("node-a")
        .withNewSource()
        .withPersistentVolumeName(NAME)
        .endSource()
        .endSpec()
        .build();
  }
}
