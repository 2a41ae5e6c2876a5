package example.ebs.provisioner.attachment;

import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.loop.ObjectKey;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.storage.CSINode;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Which changes in the cluster are a reason to look at which VolumeAttachment.
 *
 * <p>What the reconciler itself writes is none, so that a failure keeps its delay; and what a
 * VolumeAttachment waits for ends its delay.
 */
final class AttachmentChanges {
  private final Cluster cluster;
  private final Consumer<ObjectKey> offer;

  AttachmentChanges(Cluster cluster, Consumer<ObjectKey> offer) {
    this.cluster = cluster;
    this.offer = offer;
  }

  void changed(Optional<VolumeAttachment> before, VolumeAttachment now) {
    if (before.isEmpty() || isReason(before.get(), now)) {
      offer.accept(ObjectKey.of(now));
    }
  }

  /** A volume that has left its node can be attached to the node that waits for it. */
  void gone(VolumeAttachment last) {
    AttachedVolume.volumeName(last).ifPresent(this::offerWaitingForVolume);
  }

  void volumeChanged(Optional<PersistentVolume> before, PersistentVolume now) {
    if (before.isEmpty()) {
      offerWaitingForVolume(now.getMetadata().getName());
    }
  }

  /** The node service that a VolumeAttachment waits for may have registered. */
  void nodeChanged(CSINode node) {
    String name = node.getMetadata().getName();
    offerWaiting(attachment -> name.equals(attachment.getSpec().getNodeName()));
  }

  private void offerWaitingForVolume(String name) {
    offerWaiting(
        attachment -> AttachedVolume.volumeName(attachment).filter(name::equals).isPresent());
  }

  private void offerWaiting(Predicate<VolumeAttachment> which) {
    cluster.attachments().all().stream()
        .filter(attachment -> !AttachmentStatus.isAttached(attachment))
        .filter(which)
        .map(ObjectKey::of)
        .forEach(offer);
  }

  private static boolean isReason(VolumeAttachment before, VolumeAttachment now) {
    boolean another = !Objects.equals(before.getMetadata().getUid(), now.getMetadata().getUid());
    boolean deleted =
        before.getMetadata().getDeletionTimestamp() == null
            && now.getMetadata().getDeletionTimestamp() != null;
    boolean undone = AttachmentStatus.isAttached(before) && !AttachmentStatus.isAttached(now);
    return another || deleted || undone;
  }
}
