package example.ebs.provisioner.local;

import example.ebs.csi.local.LocalDriver;
import example.ebs.provisioner.cluster.BoundClaim;
import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.cluster.LatestVersion;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.Outcome;
import example.ebs.provisioner.loop.ReconcileLoop;
import example.ebs.provisioner.loop.Reconciler;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the PersistentVolume of a local volume that nobody claims any more, where its policy is
 * Delete; its node's finalizer keeps it until the directory is gone. And tells people of volumes
 * whose node is gone.
 */
public final class LocalReclaimReconciler implements Reconciler {
  private static final Logger LOG = LoggerFactory.getLogger(LocalReclaimReconciler.class);

  private final Cluster cluster;
  private final LocalDriver names;
  private final LostNodes lost;

  public LocalReclaimReconciler(Cluster cluster, LocalDriver names, LostNodes lost) {
    this.cluster = cluster;
    this.names = names;
    this.lost = lost;
  }

  /** Offers volumes to the loop from now on; before the cluster's watches start. */
  public void watch(ReconcileLoop loop) {
    cluster.volumes().onAny(volume -> loop.offer(ObjectKey.of(volume)));
    cluster.nodes().onChange((_, _) -> {}, gone -> offerThoseOf(gone, loop));
  }

  private void offerThoseOf(Node node, ReconcileLoop loop) {
    String name = node.getMetadata().getName();
    cluster.volumes().all().stream()
        .filter(
            volume ->
                LocalVolume.of(volume, names)
                    .map(LocalVolume::node)
                    .filter(name::equals)
                    .isPresent())
        .forEach(volume -> loop.offer(ObjectKey.of(volume)));
  }

  @Override
  public Outcome reconcile(ObjectKey key) {
    return cluster
        .volumes()
        .find(key)
        .flatMap(volume -> LocalVolume.of(volume, names).map(local -> reconcile(volume, local)))
        .orElseGet(
            () -> {
              lost.forget(key);
              return Outcome.done();
            });
  }

  private Outcome reconcile(PersistentVolume volume, LocalVolume local) {
    return switch (LocalReclaimDecision.of(volume, BoundClaim.isThere(volume, cluster))) {
      case DELETE -> delete(volume);
      // The watch of the claims is behind that of the volumes.
      case WAIT -> Outcome.retry();
      case NOTHING -> lost.look(volume, local);
    };
  }

  private Outcome delete(PersistentVolume seen) {
    LatestVersion.of(seen, cluster.client())
        .filter(now -> LocalReclaimDecision.of(now, false) == LocalReclaimDecision.DELETE)
        .ifPresent(
            now -> {
              // Whoever changes it meanwhile, to Retain perhaps, is looked at first.
              var _ =
                  cluster
                      .client()
                      .resource(now)
                      .lockResourceVersion(now.getMetadata().getResourceVersion())
                      .delete();
              LOG.atInfo()
                  .addKeyValue("name", now.getMetadata().getName())
                  .log("released local volume deleted; its node removes the directory");
            });
    // Its change comes back by the watch, and with it the look at its node.
    return Outcome.after(Duration.ofMinutes(1));
  }
}
