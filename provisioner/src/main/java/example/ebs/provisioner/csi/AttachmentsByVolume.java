package example.ebs.provisioner.csi;

import example.ebs.provisioner.cluster.Watched;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import java.util.List;
import java.util.Optional;

/** The VolumeAttachments of a PersistentVolume, by its name. */
public record AttachmentsByVolume(Watched<VolumeAttachment> attachments) {
  private static final String INDEX = "persistent volume";

  /** To be made before the watch starts. */
  public AttachmentsByVolume {
    attachments.index(INDEX, each -> volumeName(each).stream().toList());
  }

  /** One for each node that has it or is to have it, of every driver. */
  public List<VolumeAttachment> find(String volume) {
    return attachments.by(INDEX, volume);
  }

  /** The name of the PersistentVolume, if there is to be one. */
  public static Optional<String> volumeName(VolumeAttachment attachment) {
    return Optional.ofNullable(attachment.getSpec().getSource().getPersistentVolumeName());
  }
}
