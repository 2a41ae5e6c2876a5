package example.ebs.provisioner.attachment;

import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.cluster.ObjectPatch;
import example.ebs.provisioner.csi.DriverNames;
import io.fabric8.kubernetes.api.model.SecretReference;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import java.util.Map;
import java.util.Optional;

/**
 * What is left on a VolumeAttachment before the driver is asked to attach: our finalizer, and all
 * that a detach must know.
 *
 * <p>CSINode and PersistentVolume may be gone by the time of the detach, or be others of the same
 * name. Whatever a detach needs of another object belongs here.
 */
public final class AttachmentMarks {
  private final DriverNames names;

  public AttachmentMarks(DriverNames names) {
    this.names = names;
  }

  /** Whether the driver may have been asked to attach. */
  boolean isBegun(VolumeAttachment attachment) {
    return attachment.getMetadata().getFinalizers().contains(names.attachmentFinalizer());
  }

  /**
   * Marks it, in one patch.
   *
   * @return whether it is there to be marked
   */
  boolean write(VolumeAttachment attachment, MarkedVolume volume, String node, Cluster cluster) {
    ObjectPatch<VolumeAttachment> marks =
        ObjectPatch.of(attachment)
            .addFinalizer(names.attachmentFinalizer())
            .annotate(NodeIds.ANNOTATION, node)
            .annotate(names.volumeHandleAnnotation(), volume.handle());
    volume
        .publishSecret()
        .ifPresent(secret -> marks.annotate(names.publishSecretAnnotation(), text(secret)));
    return marks.apply(cluster.client()).isPresent();
  }

  /** Lets the VolumeAttachment go, as far as we are concerned. */
  void remove(VolumeAttachment attachment, Cluster cluster) {
    var _ =
        ObjectPatch.of(attachment)
            .removeFinalizer(names.attachmentFinalizer())
            .apply(cluster.client());
  }

  /** The volume that was to be attached; empty where an attacher of another make wrote nothing. */
  Optional<MarkedVolume> volume(VolumeAttachment attachment) {
    return handle(attachment)
        .map(
            handle ->
                new MarkedVolume(
                    handle,
                    annotation(attachment, names.publishSecretAnnotation())
                        .flatMap(AttachmentMarks::secret)));
  }

  /** The driver's id of that volume. */
  public Optional<String> handle(VolumeAttachment attachment) {
    return annotation(attachment, names.volumeHandleAnnotation());
  }

  private static Optional<String> annotation(VolumeAttachment attachment, String key) {
    return Optional.ofNullable(attachment.getMetadata().getAnnotations())
        .map((Map<String, String> annotations) -> annotations.get(key));
  }

  /** Neither a namespace nor a name holds a slash. */
  private static String text(SecretReference secret) {
    return secret.getNamespace() + "/" + secret.getName();
  }

  private static Optional<SecretReference> secret(String text) {
    String[] parts = text.split("/", -1);
    return parts.length == 2
        ? Optional.of(new SecretReference(parts[1], parts[0]))
        : Optional.empty();
  }
}
