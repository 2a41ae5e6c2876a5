package example.ebs.provisioner.attachment;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.ControllerPublishVolumeResponse;
import example.ebs.provisioner.cluster.ObjectPatch;
import example.ebs.provisioner.loop.Outcome;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import java.util.Map;

/**
 * Attaches a volume to a node.
 *
 * <p>Leaves its marks before it asks the driver: the PersistentVolume's finalizer, then the
 * VolumeAttachment's with the ids of node and volume. Whoever finds a VolumeAttachment without our
 * finalizer knows that nothing was asked for, and with it, what to undo.
 */
final class Attacher {
  private final AttachmentWork work;

  Attacher(AttachmentWork work) {
    this.work = work;
  }

  /**
   * Attaches it.
   *
   * @throws Failure when the driver, or what the VolumeAttachment names, does not let us
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when the API server does not
   */
  Outcome attach(VolumeAttachment attachment) {
    AttachedVolume volume = work.volume(attachment);
    volume.object().ifPresent(this::hold);
    String node = work.nodeIds().toAttach(attachment);
    Map<String, String> secret =
        volume.source().publishSecret().map(work.secrets()::required).orElse(Map.of());
    if (!work.marks().write(attachment, volume.marked(), node, work.cluster())) {
      return Outcome.done();
    }
    ControllerPublishVolumeResponse published =
        work.controller().publish(PublishRequests.of(volume, node, secret, work.controller()));
    work.status().attached(attachment, published.getPublishContextMap());
    work.done("attached", attachment, volume.marked());
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
}
