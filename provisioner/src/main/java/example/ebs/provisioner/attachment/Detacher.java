package example.ebs.provisioner.attachment;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.ControllerUnpublishVolumeRequest;
import example.ebs.provisioner.cluster.ObjectPatch;
import example.ebs.provisioner.loop.Outcome;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import java.util.List;

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

  Outcome detach(VolumeAttachment attachment) {
    if (!work.isBegun(attachment)) {
      return Outcome.done();
    }
    try {
      unpublish(attachment);
    } catch (Failure failure) {
      work.failed("detached", attachment, failure);
      work.status().detachFailed(attachment, failure);
      return Outcome.retry();
    }
    release(attachment);
    return Outcome.done();
  }

  /** Lets the VolumeAttachment go, for nothing is attached. */
  void release(VolumeAttachment attachment) {
    boolean keptByOthers =
        !attachment.getMetadata().getFinalizers().equals(List.of(work.finalizer()));
    if (keptByOthers && AttachmentStatus.isAttached(attachment)) {
      work.status().detached(attachment);
    }
    var _ =
        ObjectPatch.of(attachment).removeFinalizer(work.finalizer()).apply(work.cluster().client());
  }

  private void unpublish(VolumeAttachment attachment) {
    AttachedVolume volume = work.volume(attachment);
    String node =
        work.nodeIds().attachedTo(attachment).orElseThrow(() -> nodeUnknown(attachment, volume));
    work.controller()
        .unpublish(
            ControllerUnpublishVolumeRequest.newBuilder()
                .setVolumeId(volume.source().handle())
                .setNodeId(node)
                .putAllSecrets(work.secrets().toDetach(volume.source().publishSecret()))
                .build());
    work.done("detached", attachment, volume);
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
                work.finalizer()));
  }
}
