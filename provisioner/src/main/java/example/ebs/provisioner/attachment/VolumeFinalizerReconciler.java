package example.ebs.provisioner.attachment;

import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.cluster.ObjectPatch;
import example.ebs.provisioner.csi.AttachmentsByVolume;
import example.ebs.provisioner.csi.DriverNames;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.Outcome;
import example.ebs.provisioner.loop.ReconcileLoop;
import example.ebs.provisioner.loop.Reconciler;
import io.fabric8.kubernetes.api.model.PersistentVolume;

/**
 * Lets a PersistentVolume that is being deleted go, once no VolumeAttachment needs it to know what
 * to detach. Keys are names of PersistentVolumes.
 *
 * <p>A VolumeAttachment that appears meanwhile is not attached, for its volume is being deleted.
 */
public final class VolumeFinalizerReconciler implements Reconciler {
  private final Cluster cluster;
  private final String finalizer;
  private final AttachmentsByVolume attachments;

  public VolumeFinalizerReconciler(Cluster cluster, DriverNames names) {
    this.cluster = cluster;
    this.finalizer = names.attachmentFinalizer();
    this.attachments = new AttachmentsByVolume(cluster.attachments());
  }

  /** Offers the loop of this reconciler what is to be looked at; before the watch starts. */
  public void watch(ReconcileLoop loop) {
    cluster
        .volumes()
        .onAny(
            volume -> {
              if (isHeld(volume)) {
                loop.enqueue(ObjectKey.of(volume));
              }
            });
    cluster
        .attachments()
        .onChange(
            (_, _) -> {},
            gone -> AttachmentsByVolume.volumeName(gone).map(ObjectKey::of).ifPresent(loop::wake));
  }

  @Override
  public Outcome reconcile(ObjectKey key) {
    cluster
        .volumes()
        .find(key)
        .filter(this::isHeld)
        .filter(volume -> !isNeeded(key.name()))
        .ifPresent(this::release);
    return Outcome.done();
  }

  private void release(PersistentVolume volume) {
    var _ = ObjectPatch.of(volume).removeFinalizer(finalizer).apply(cluster.client());
  }

  private boolean isHeld(PersistentVolume volume) {
    return volume.getMetadata().getDeletionTimestamp() != null
        && volume.getMetadata().getFinalizers().contains(finalizer);
  }

  private boolean isNeeded(String volume) {
    return !attachments.find(volume).isEmpty();
  }
}
