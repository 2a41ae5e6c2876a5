package example.ebs.provisioner.attachment;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.time.Waiting;
import example.ebs.proto.csi.ControllerServiceCapability.RPC;
import example.ebs.provisioner.cluster.ApiFailures;
import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.cluster.LatestVersion;
import example.ebs.provisioner.csi.CsiController;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.Outcome;
import example.ebs.provisioner.loop.ReconcileLoop;
import example.ebs.provisioner.loop.Reconciler;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import java.util.Optional;

/**
 * Makes one VolumeAttachment true: attaches its volume to its node, or detaches it when the object
 * is being deleted. Keys are names of VolumeAttachments.
 *
 * <p>With a driver that has nothing to attach, every VolumeAttachment counts as attached.
 */
public final class AttachmentReconciler implements Reconciler {
  private final Cluster cluster;
  private final CsiController controller;
  private final LostAttachments lost;
  private final AttachmentStatus status;
  private final AttachmentWork work;
  private final Attacher attacher;
  private final Detacher detacher;

  public AttachmentReconciler(
      Cluster cluster, CsiController controller, LostAttachments lost, Waiting waiting) {
    this.cluster = cluster;
    this.controller = controller;
    this.lost = lost;
    this.status = new AttachmentStatus(cluster.client(), waiting.clock());
    NodeIds nodeIds = new NodeIds(cluster, controller.driver());
    this.work = AttachmentWork.with(cluster, controller, nodeIds, status);
    this.attacher = new Attacher(work);
    this.detacher = new Detacher(work);
  }

  /** Offers the loop of this reconciler what is to be looked at; before the watch starts. */
  public void watch(ReconcileLoop loop) {
    new AttachmentChanges(cluster, controller.driver(), loop::enqueue, loop::wake).watch();
  }

  @Override
  public Outcome reconcile(ObjectKey key) {
    return cluster
        .attachments()
        .find(key)
        .filter(this::isOurs)
        .map(this::look)
        .orElseGet(Outcome::done);
  }

  /** Whoever stands in the way, driver or API server: the pod's user is told in the status. */
  private Outcome look(VolumeAttachment seen) {
    try {
      return asItIsNow(seen).map(this::work).orElseGet(Outcome::done);
    } catch (Failure failure) {
      return failed(seen, failure);
    } catch (KubernetesClientException refused) {
      return failed(seen, ApiFailures.of("the Kubernetes API refused or did not answer", refused));
    }
  }

  private Outcome failed(VolumeAttachment seen, Failure failure) {
    if (isGoing(seen)) {
      work.failed("detached", seen, failure);
      status.detachFailed(seen, failure);
      return Outcome.retry();
    }
    work.failed("attached", seen, failure);
    status.attachFailed(seen, failure);
    return isWaiting(failure) ? Outcome.waiting() : Outcome.retry();
  }

  /** For its node service, its PersistentVolume, or the node that has the volume still. */
  private static boolean isWaiting(Failure failure) {
    return failure instanceof Failure.NotFound || failure instanceof Failure.PreconditionFailed;
  }

  /** That we have attached it the watch may not have told yet; the driver is not asked again. */
  private Optional<VolumeAttachment> asItIsNow(VolumeAttachment seen) {
    return work.marks().isBegun(seen) && !AttachmentStatus.isAttached(seen)
        ? LatestVersion.of(seen, cluster.client())
        : Optional.of(seen);
  }

  private boolean isOurs(VolumeAttachment attachment) {
    return controller.driver().equals(attachment.getSpec().getAttacher());
  }

  private static boolean isGoing(VolumeAttachment attachment) {
    return attachment.getMetadata().getDeletionTimestamp() != null;
  }

  private Outcome work(VolumeAttachment attachment) {
    boolean going = isGoing(attachment);
    if (!controller.can(RPC.Type.PUBLISH_UNPUBLISH_VOLUME)) {
      return nothingToAttach(attachment, going);
    }
    if (going) {
      lost.remove(attachment);
      return detacher.detach(attachment);
    }
    return attach(attachment);
  }

  private Outcome attach(VolumeAttachment attachment) {
    if (AttachmentStatus.isAttached(attachment) && !lost.contains(attachment)) {
      return Outcome.done();
    }
    Outcome outcome = attacher.attach(attachment);
    if (outcome instanceof Outcome.Done) {
      lost.remove(attachment);
    }
    return outcome;
  }

  private Outcome nothingToAttach(VolumeAttachment attachment, boolean going) {
    if (going) {
      detacher.release(attachment);
    } else {
      status.attached(attachment, Map.of());
    }
    return Outcome.done();
  }
}
