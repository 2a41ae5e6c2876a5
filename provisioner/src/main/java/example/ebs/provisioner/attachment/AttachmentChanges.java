package example.ebs.provisioner.attachment;

import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.csi.AttachmentsByVolume;
import example.ebs.provisioner.loop.ObjectKey;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.storage.CSINode;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Which changes in the cluster are a reason to look at which VolumeAttachment.
 *
 * <p>What the reconciler itself writes is none, so that a failure keeps its delay; and what a
 * VolumeAttachment waits for wakes it.
 */
final class AttachmentChanges {
  private static final String OF_NODE = "node";

  private final Cluster cluster;
  private final String driver;
  private final AttachmentsByVolume byVolume;
  private final Consumer<ObjectKey> enqueue;
  private final Consumer<ObjectKey> wake;

  /**
   * Of a cluster whose watch has not started.
   *
   * @param enqueue told of what has changed itself
   * @param wake told of what may wait for what has changed
   */
  AttachmentChanges(
      Cluster cluster, String driver, Consumer<ObjectKey> enqueue, Consumer<ObjectKey> wake) {
    this.cluster = cluster;
    this.driver = driver;
    this.enqueue = enqueue;
    this.wake = wake;
    this.byVolume = new AttachmentsByVolume(cluster.attachments());
    cluster.attachments().index(OF_NODE, each -> List.of(each.getSpec().getNodeName()));
  }

  /** Tells from now on, on the watch's thread. */
  void watch() {
    cluster.attachments().onChange(this::changed, this::gone);
    cluster.volumes().onChange(this::volumeChanged, _ -> {});
    cluster.csiNodes().onChange(this::nodeChanged, _ -> {});
  }

  void changed(Optional<VolumeAttachment> before, VolumeAttachment now) {
    if (before.isEmpty() || isReason(before.get(), now)) {
      enqueue.accept(ObjectKey.of(now));
    }
  }

  /** A volume that has left its node can be attached to the node that waits for it. */
  void gone(VolumeAttachment last) {
    AttachmentsByVolume.volumeName(last).ifPresent(name -> wakeWaiting(byVolume.find(name)));
  }

  private void volumeChanged(Optional<PersistentVolume> before, PersistentVolume now) {
    if (before.isEmpty()) {
      wakeWaiting(byVolume.find(now.getMetadata().getName()));
    }
  }

  /** The node service that a VolumeAttachment waits for has registered, or as another machine. */
  void nodeChanged(Optional<CSINode> before, CSINode now) {
    Optional<String> id = NodeIds.registered(now, driver);
    if (id.isPresent()
        && !id.equals(before.flatMap(earlier -> NodeIds.registered(earlier, driver)))) {
      wakeWaiting(cluster.attachments().by(OF_NODE, now.getMetadata().getName()));
    }
  }

  private void wakeWaiting(List<VolumeAttachment> some) {
    some.stream()
        .filter(attachment -> !AttachmentStatus.isAttached(attachment))
        .map(ObjectKey::of)
        .forEach(wake);
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
