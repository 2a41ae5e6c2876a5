package example.ebs.provisioner.local;

import example.ebs.csi.failure.Failure;
import example.ebs.local.model.LocalDriver;
import example.ebs.local.model.LocalVolumeContext;
import example.ebs.local.model.LocalVolumeId;
import io.fabric8.kubernetes.api.model.CSIPersistentVolumeSource;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a node would remove what a PersistentVolume stands for, by the rules that the node keeps
 * to; one that the loops wrote always fits, one that people wrote need not.
 */
final class RemovalByNode {
  private RemovalByNode() {}

  /** Why no node would, in words; empty when one does. */
  static Optional<String> objection(PersistentVolume volume, LocalDriver names) {
    String name = volume.getMetadata().getName();
    String handle = volume.getSpec().getCsi().getVolumeHandle();
    String own = LocalVolumeId.ofVolume(name).value();
    if (LocalVolume.of(volume, names).isEmpty()) {
      return Optional.of(
          "it has no label %s, which tells the node that has it".formatted(names.nodeLabel()));
    }
    if (!own.equals(handle)) {
      return Optional.of(
          "its volumeHandle is %s, and a node removes only the directory that follows from the name of the PersistentVolume, which is %s"
              .formatted(handle, own));
    }
    try {
      var _ = context(volume);
      return Optional.empty();
    } catch (Failure.InvalidRequest unreadable) {
      return Optional.of(unreadable.getMessage());
    }
  }

  /** Whether it stands for a directory that was there before, and so is never removed. */
  static boolean keeps(PersistentVolume volume) {
    try {
      return context(volume).source() instanceof LocalVolumeContext.Existing;
    } catch (Failure.InvalidRequest _) {
      return false;
    }
  }

  private static LocalVolumeContext context(PersistentVolume volume) {
    CSIPersistentVolumeSource source = volume.getSpec().getCsi();
    return LocalVolumeContext.fromMap(
        Optional.ofNullable(source.getVolumeAttributes()).orElse(Map.of()));
  }
}
