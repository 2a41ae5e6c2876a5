package example.ebs.provisioner.attachment;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.ControllerUnpublishVolumeRequest;
import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.cluster.ObjectPatch;
import example.ebs.provisioner.csi.CsiController;
import example.ebs.provisioner.csi.DriverNames;
import example.ebs.provisioner.loop.Outcome;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detaches a volume from a node.
 *
 * <p>Our finalizer goes last: while it is there, whoever comes after a crash detaches again, which
 * is harmless; without it nobody would come. It is mostly the only one, so that the
 * VolumeAttachment goes with it and needs no status; where somebody else keeps the object, the
 * status is written before.
 */
final class Detacher {
  private static final Logger LOG = LoggerFactory.getLogger(Detacher.class);

  private final Cluster cluster;
  private final CsiController controller;
  private final NodeIds nodeIds;
  private final PublishSecrets secrets;
  private final AttachmentStatus status;
  private final String finalizer;

  Detacher(Cluster cluster, CsiController controller, NodeIds nodeIds, AttachmentStatus status) {
    this.cluster = cluster;
    this.controller = controller;
    this.nodeIds = nodeIds;
    this.secrets = new PublishSecrets(cluster.client());
    this.status = status;
    this.finalizer = new DriverNames(controller.driver()).attachmentFinalizer();
  }

  Outcome detach(VolumeAttachment attachment) {
    if (!attachment.getMetadata().getFinalizers().contains(finalizer)) {
      return Outcome.done();
    }
    try {
      unpublish(attachment);
    } catch (Failure failure) {
      LOG.atWarn()
          .addKeyValue("attachment", attachment.getMetadata().getName())
          .addKeyValue("node", attachment.getSpec().getNodeName())
          .log("not detached: {}", failure.getMessage());
      status.detachFailed(attachment, failure);
      return Outcome.retry();
    }
    release(attachment);
    return Outcome.done();
  }

  /** Lets the VolumeAttachment go, for nothing is attached. */
  void release(VolumeAttachment attachment) {
    boolean keptByOthers = !attachment.getMetadata().getFinalizers().equals(List.of(finalizer));
    if (keptByOthers && AttachmentStatus.isAttached(attachment)) {
      status.detached(attachment);
    }
    var _ = ObjectPatch.of(attachment).removeFinalizer(finalizer).apply(cluster.client());
  }

  private void unpublish(VolumeAttachment attachment) {
    AttachedVolume volume = AttachedVolume.of(attachment, cluster, controller.driver());
    String node = nodeIds.attachedTo(attachment).orElseThrow(() -> nodeUnknown(attachment, volume));
    controller.unpublish(
        ControllerUnpublishVolumeRequest.newBuilder()
            .setVolumeId(volume.source().handle())
            .setNodeId(node)
            .putAllSecrets(secrets.toDetach(volume.source().publishSecret()))
            .build());
    LOG.atInfo()
        .addKeyValue("attachment", attachment.getMetadata().getName())
        .addKeyValue("volume", volume.source().handle())
        .addKeyValue("node", attachment.getSpec().getNodeName())
        .log("detached");
  }

  /** To CSI no node means every node, so without one nothing is asked. */
  private Failure.NotFound nodeUnknown(VolumeAttachment attachment, AttachedVolume volume) {
    return new Failure.NotFound(
        "the id of node %s is not known: neither CSINode %s nor annotation %s names it; detach volume %s by hand and remove finalizer %s"
            .formatted(
                attachment.getSpec().getNodeName(),
                attachment.getSpec().getNodeName(),
                NodeIds.ANNOTATION,
                volume.source().handle(),
                finalizer));
  }
}
