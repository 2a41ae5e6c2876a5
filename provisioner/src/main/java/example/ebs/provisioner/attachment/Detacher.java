package example.ebs.provisioner.attachment;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.ControllerUnpublishVolumeRequest;
import example.ebs.provisioner.loop.Outcome;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import java.util.List;
import java.util.Map;

/**
 * Detaches a volume from a node.
 *
 * <p>Our finalizer goes last: while it is there, whoever comes after a crash detaches again, which
 * is harmless; without it nobody would come. It is mostly the only one, so that the
 * VolumeAttachment goes with it and needs no status; where somebody else keeps the object, the
 * status is written before.
 */
final class Detacher {
  private final AttachmentWork work;

  Detacher(AttachmentWork work) {
    this.work = work;
  }

  /**
   * Detaches it, and lets the VolumeAttachment go.
   *
   * @throws Failure when the driver does not let us, or nobody knows what to detach
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when the API server does not
   */
  Outcome detach(VolumeAttachment attachment) {
    if (work.marks().isBegun(attachment)) {
      unpublish(attachment);
      release(attachment);
    }
    return Outcome.done();
  }

  /** Lets the VolumeAttachment go, for nothing is attached. */
  void release(VolumeAttachment attachment) {
    boolean keptByOthers =
        !attachment.getMetadata().getFinalizers().equals(List.of(work.finalizer()));
    if (keptByOthers && AttachmentStatus.isAttached(attachment)) {
      work.status().detached(attachment);
    }
    work.marks().remove(attachment, work.cluster());
  }

  private void unpublish(VolumeAttachment attachment) {
    MarkedVolume volume = volume(attachment);
    String node =
        work.nodeIds().attachedTo(attachment).orElseThrow(() -> nodeUnknown(attachment, volume));
    work.controller()
        .unpublish(
            ControllerUnpublishVolumeRequest.newBuilder()
                .setVolumeId(volume.handle())
                .setNodeId(node)
                // A deleted one must not keep a volume attached.
                .putAllSecrets(
                    volume.publishSecret().flatMap(work.secrets()::find).orElse(Map.of()))
                .build());
    work.done("detached", attachment, volume);
  }

  /** What was attached, and not what the PersistentVolume's name stands for by now. */
  private MarkedVolume volume(VolumeAttachment attachment) {
    try {
      return work.marks().volume(attachment).orElseGet(() -> work.volume(attachment).marked());
    } catch (Failure.NotFound unknown) {
      throw new Failure.NotFound(
          "%s: see which volume is attached to node %s without need, detach it by hand, and remove finalizer %s"
              .formatted(
                  unknown.getMessage(), attachment.getSpec().getNodeName(), work.finalizer()),
          unknown);
    }
  }

  /** To CSI no node means every node, so without one nothing is asked. */
  private Failure.NotFound nodeUnknown(VolumeAttachment attachment, MarkedVolume volume) {
    return new Failure.NotFound(
        "the id of node %s is not known: neither CSINode %s nor annotation %s names it; detach volume %s by hand and remove finalizer %s"
            .formatted(
                attachment.getSpec().getNodeName(),
                attachment.getSpec().getNodeName(),
                NodeIds.ANNOTATION,
                volume.handle(),
                work.finalizer()));
  }
}
