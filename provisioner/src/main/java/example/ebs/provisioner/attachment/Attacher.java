package example.ebs.provisioner.attachment;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.ControllerPublishVolumeResponse;
import example.ebs.provisioner.cluster.ObjectPatch;
import example.ebs.provisioner.loop.Outcome;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import java.util.Map;
import java.util.Optional;

/**
 * Attaches a volume to a node.
 *
 * <p>Leaves its marks before it asks the driver: the PersistentVolume's finalizer, then the
 * VolumeAttachment's with the node's id. Whoever finds a VolumeAttachment without our finalizer
 * knows that nothing was asked for, and with it, what to undo.
 */
final class Attacher {
  private final AttachmentWork work;

  Attacher(AttachmentWork work) {
    this.work = work;
  }

  Outcome attach(VolumeAttachment attachment) {
    try {
      return published(attachment);
    } catch (Failure failure) {
      work.failed("attached", attachment, failure);
      work.status().attachFailed(attachment, failure);
      return Outcome.retry();
    }
  }

  private Outcome published(VolumeAttachment attachment) {
    AttachedVolume volume = work.volume(attachment);
    volume.object().ifPresent(this::hold);
    String node = work.nodeIds().toAttach(attachment);
    Map<String, String> secret = work.secrets().toAttach(volume.source().publishSecret());
    if (!mark(attachment, node)) {
      return Outcome.done();
    }
    ControllerPublishVolumeResponse published =
        work.controller().publish(PublishRequests.of(volume, node, secret, work.controller()));
    work.status().attached(attachment, published.getPublishContextMap());
    work.done("attached", attachment, volume);
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
    if (ObjectPatch.of(volume)
        .addFinalizer(work.finalizer())
        .apply(work.cluster().client())
        .isEmpty()) {
      throw new Failure.NotFound("PersistentVolume " + name + " has been deleted");
    }
  }

  private boolean mark(VolumeAttachment attachment, String node) {
    ObjectPatch<VolumeAttachment> marks = ObjectPatch.of(attachment).addFinalizer(work.finalizer());
    boolean noted =
        Optional.ofNullable(attachment.getMetadata().getAnnotations())
            .map((Map<String, String> annotations) -> annotations.get(NodeIds.ANNOTATION))
            .filter(node::equals)
            .isPresent();
    return (noted ? marks : marks.annotate(NodeIds.ANNOTATION, node))
        .apply(work.cluster().client())
        .isPresent();
  }
}
