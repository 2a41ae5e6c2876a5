package example.ebs.provisioner;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.storage.CSINode;
import io.fabric8.kubernetes.api.model.storage.CSINodeBuilder;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachmentBuilder;
import java.util.Optional;

/** Kubernetes' objects as tests need them. */
public final class Objects {
  private Objects() {}

  public static PersistentVolume volume(String name, String driver, String handle) {
    return new PersistentVolumeBuilder(volume(name))
        .editSpec()
        .withNewCsi()
        .withDriver(driver)
        .withVolumeHandle(handle)
        .withFsType("xfs")
        .endCsi()
        .endSpec()
        .build();
  }

  /** As a user wrote it before there was CSI. */
  public static PersistentVolume inTreeVolume(String name, String volumeId, int partition) {
    return new PersistentVolumeBuilder(volume(name))
        .editSpec()
        .withNewAwsElasticBlockStore("ext4", partition, false, volumeId)
        .endSpec()
        .build();
  }

  private static PersistentVolume volume(String name) {
    return new PersistentVolumeBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withAccessModes("ReadWriteOnce")
        .endSpec()
        .build();
  }

  public static VolumeAttachment attachment(String driver, String volume, String node) {
    return new VolumeAttachmentBuilder()
        .withNewMetadata()
        .withName(volume + "-on-" + node)
        .endMetadata()
        .withNewSpec()
        .withAttacher(driver)
        .withNodeName(node)
        .withNewSource()
        .withPersistentVolumeName(volume)
        .endSource()
        .endSpec()
        .withNewStatus()
        .withAttached(false)
        .endStatus()
        .build();
  }

  public static CSINode csiNode(String name, String driver, String id) {
    return new CSINodeBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .addNewDriver()
        .withName(driver)
        .withNodeID(id)
        .endDriver()
        .endSpec()
        .build();
  }

  /** What the object says, or a failed test. */
  public static <T> T present(Optional<T> found) {
    return found.orElseThrow(() -> new AssertionError("there is no such object"));
  }
}
