package example.ebs.provisioner.local;

import example.ebs.csi.model.FilesystemType;
import example.ebs.local.model.LocalDriver;
import example.ebs.provisioner.claim.ClaimedVolumeDraft;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.List;
import java.util.Map;

/** Turns a local volume that is planned for a claim into its PersistentVolume. */
record LocalVolumeTranslator(LocalDriver names) {
  PersistentVolume volume(
      PersistentVolumeClaim claim, StorageClass storageClass, LocalRequest request, String node) {
    PersistentVolume draft =
        ClaimedVolumeDraft.within(
            ClaimedVolumeDraft.of(claim, storageClass, names.main(), request.size()),
            List.of(Map.of(names.topologyKey(), node)));
    var source =
        new PersistentVolumeBuilder(draft)
            .editMetadata()
            .addToLabels(names.nodeLabel(), node)
            .addToFinalizers(names.finalizer())
            .endMetadata()
            .editSpec()
            .withNewCsi()
            .withDriver(names.name())
            .withVolumeHandle(request.id().value())
            .withVolumeAttributes(request.context().toMap());
    request.filesystem().map(FilesystemType::kernelName).ifPresent(source::withFsType);
    return source.endCsi().endSpec().build();
  }
}
