package example.ebs.provisioner.attachment;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.ControllerPublishVolumeResponse;
import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.cluster.ObjectPatch;
import example.ebs.provisioner.csi.CsiController;
import example.ebs.provisioner.csi.DriverNames;
import example.ebs.provisioner.loop.Outcome;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attaches a volume to a node.
 *
 * <p>Leaves its marks before it asks the driver: the PersistentVolume's finalizer, then the
 * VolumeAttachment's with the node's id. Whoever finds a VolumeAttachment without our finalizer
 * knows that nothing was asked for, and with it, what to undo.
 */
final class Attacher {
  private static final Logger LOG = LoggerFactory.getLogger(Attacher.class);

  private final Cluster cluster;
  private final CsiController controller;
  private final NodeIds nodeIds;
  private final PublishSecrets secrets;
  private final AttachmentStatus status;
  private final String finalizer;

  Attacher(Cluster cluster, CsiController controller, NodeIds nodeIds, AttachmentStatus status) {
    this.cluster = cluster;
    this.controller = controller;
    this.nodeIds = nodeIds;
    this.secrets = new PublishSecrets(cluster.client());
    this.status = status;
    this.finalizer = new DriverNames(controller.driver()).attachmentFinalizer();
  }

  Outcome attach(VolumeAttachment attachment) {
    try {
      return published(attachment);
    } catch (Failure failure) {
      LOG.atWarn()
          .addKeyValue("attachment", attachment.getMetadata().getName())
          .addKeyValue("node", attachment.getSpec().getNodeName())
          .log("not attached: {}", failure.getMessage());
      status.attachFailed(attachment, failure);
      return Outcome.retry();
    }
  }

  private Outcome published(VolumeAttachment attachment) {
    AttachedVolume volume = AttachedVolume.of(attachment, cluster, controller.driver());
    volume.object().ifPresent(this::hold);
    String node = nodeIds.toAttach(attachment);
    Map<String, String> secret = secrets.toAttach(volume.source().publishSecret());
    if (!mark(attachment, node)) {
      return Outcome.done();
    }
    ControllerPublishVolumeResponse published =
        controller.publish(PublishRequests.of(volume, node, secret, controller));
    status.attached(attachment, published.getPublishContextMap());
    LOG.atInfo()
        .addKeyValue("attachment", attachment.getMetadata().getName())
        .addKeyValue("volume", volume.source().handle())
        .addKeyValue("node", attachment.getSpec().getNodeName())
        .log("attached");
    return Outcome.done();
  }

  /** Keeps the PersistentVolume, without which nobody would know what to detach. */
  private void hold(PersistentVolume volume) {
    String name = volume.getMetadata().getName();
    if (volume.getMetadata().getDeletionTimestamp() != null) {
      throw new Failure.PreconditionFailed(
          "PersistentVolume %s is being deleted, so it is not attached any more; use another claim"
              .formatted(name));
    }
    if (ObjectPatch.of(volume).addFinalizer(finalizer).apply(cluster.client()).isEmpty()) {
      throw new Failure.NotFound("PersistentVolume " + name + " has been deleted");
    }
  }

  private boolean mark(VolumeAttachment attachment, String node) {
    ObjectPatch<VolumeAttachment> marks = ObjectPatch.of(attachment).addFinalizer(finalizer);
    boolean noted =
        Optional.ofNullable(attachment.getMetadata().getAnnotations())
            .map((Map<String, String> annotations) -> annotations.get(NodeIds.ANNOTATION))
            .filter(node::equals)
            .isPresent();
    return (noted ? marks : marks.annotate(NodeIds.ANNOTATION, node))
        .apply(cluster.client())
        .isPresent();
  }
}
