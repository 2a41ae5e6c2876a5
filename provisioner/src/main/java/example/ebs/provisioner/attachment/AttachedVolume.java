package example.ebs.provisioner.attachment;

import example.ebs.csi.failure.Failure;
import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.csi.AttachmentsByVolume;
import example.ebs.provisioner.csi.VolumeSource;
import example.ebs.provisioner.loop.ObjectKey;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeSpec;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import java.util.Optional;

/**
 * The volume that a VolumeAttachment speaks of.
 *
 * @param object empty where the pod itself described the volume
 */
public record AttachedVolume(
    VolumeSource source, PersistentVolumeSpec spec, Optional<PersistentVolume> object) {

  /**
   * Finds the volume.
   *
   * @throws Failure.NotFound when its PersistentVolume does not exist
   * @throws Failure.InvalidRequest when it is none of this driver
   */
  public static AttachedVolume of(VolumeAttachment attachment, Cluster cluster, String driver) {
    Optional<PersistentVolumeSpec> inline =
        Optional.ofNullable(attachment.getSpec().getSource().getInlineVolumeSpec());
    if (inline.isPresent()) {
      return described(inline.get(), driver);
    }
    String name = AttachmentsByVolume.volumeName(attachment).orElse("");
    PersistentVolume volume =
        cluster
            .volumes()
            .find(ObjectKey.of(name))
            .orElseThrow(
                () ->
                    new Failure.NotFound(
                        "PersistentVolume \"%s\" does not exist, so its volume's id is not known"
                            .formatted(name)));
    return new AttachedVolume(
        source(volume.getSpec(), driver, "PersistentVolume " + name),
        volume.getSpec(),
        Optional.of(volume));
  }

  /** What a detach must know of it. */
  MarkedVolume marked() {
    return new MarkedVolume(source.handle(), source.publishSecret());
  }

  /** Kubernetes has translated it before; in any other form it is not for a CSI driver. */
  private static AttachedVolume described(PersistentVolumeSpec spec, String driver) {
    return new AttachedVolume(
        source(spec, driver, "the pod's inline volume"), spec, Optional.empty());
  }

  private static VolumeSource source(PersistentVolumeSpec spec, String driver, String what) {
    return VolumeSource.of(spec, driver)
        .orElseThrow(
            () ->
                new Failure.InvalidRequest(
                    "%s is not a volume of %s, and the VolumeAttachment names that driver"
                        .formatted(what, driver)));
  }
}
