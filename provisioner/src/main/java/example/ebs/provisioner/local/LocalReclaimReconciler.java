package example.ebs.provisioner.local;

import example.ebs.local.model.LocalDriver;
import example.ebs.provisioner.cluster.BoundClaim;
import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.cluster.LatestVersion;
import example.ebs.provisioner.cluster.ObjectPatch;
import example.ebs.provisioner.csi.Provisioners;
import example.ebs.provisioner.event.Events;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.Outcome;
import example.ebs.provisioner.loop.ReconcileLoop;
import example.ebs.provisioner.loop.Reconciler;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the PersistentVolume of a local volume that nobody claims any more, where its policy is
 * Delete; its node's finalizer, which one that was written by hand gets before, keeps it until the
 * directory is gone. And tells people of volumes whose node is gone, or does not remove them.
 */
public final class LocalReclaimReconciler implements Reconciler {
  private static final Logger LOG = LoggerFactory.getLogger(LocalReclaimReconciler.class);

  static final String FAILED = "VolumeFailedDelete";

  /** Events are forgotten after an hour; a change of the volume is seen at once. */
  private static final Duration REMINDER = Duration.ofMinutes(30);

  private static final String OF_NODE = "local volumes of node";
  private static final String OF_HANDLE = "local handle";

  private final Cluster cluster;
  private final LocalDriver names;
  private final Events events;
  private final LostNodes lost;
  private final OverdueRemovals overdue;

  public LocalReclaimReconciler(Cluster cluster, LocalDriver names, Events events, Clock clock) {
    this.cluster = cluster;
    this.names = names;
    this.events = events;
    this.lost = new LostNodes(cluster, events, clock);
    this.overdue = new OverdueRemovals(names, events, clock);
    cluster
        .volumes()
        .index(
            OF_NODE, each -> LocalVolume.of(each, names).map(LocalVolume::node).stream().toList());
    cluster.volumes().index(OF_HANDLE, this::handle);
  }

  /** Offers volumes to the loop from now on; before the cluster's watches start. */
  public void watch(ReconcileLoop loop) {
    cluster.volumes().onAny(volume -> loop.enqueue(ObjectKey.of(volume)));
    cluster.nodes().onChange((_, _) -> {}, gone -> wakeThoseOf(gone, loop));
  }

  private List<String> handle(PersistentVolume volume) {
    return isLocal(volume) ? List.of(volume.getSpec().getCsi().getVolumeHandle()) : List.of();
  }

  private void wakeThoseOf(Node node, ReconcileLoop loop) {
    cluster
        .volumes()
        .by(OF_NODE, node.getMetadata().getName())
        .forEach(volume -> loop.wake(ObjectKey.of(volume)));
  }

  @Override
  public Outcome reconcile(ObjectKey key) {
    return cluster
        .volumes()
        .find(key)
        .filter(volume -> isLocal(volume) && isOurs(volume))
        .map(this::reconcile)
        .orElseGet(
            () -> {
              lost.forget(key);
              overdue.forget(key);
              return Outcome.done();
            });
  }

  private boolean isLocal(PersistentVolume volume) {
    return Optional.ofNullable(volume.getSpec().getCsi())
        .filter(source -> names.name().equals(source.getDriver()))
        .isPresent();
  }

  /** Classes name the main driver, and people who write volumes by hand the local one. */
  private boolean isOurs(PersistentVolume volume) {
    return Provisioners.of(volume).stream()
        .anyMatch(each -> each.equals(names.main()) || each.equals(names.name()));
  }

  private Outcome reconcile(PersistentVolume volume) {
    return switch (LocalReclaimDecision.of(volume, BoundClaim.isThere(volume, cluster), names)) {
      case LocalReclaimDecision.Delete _ -> deleteUnlessShared(volume);
      case LocalReclaimDecision.Protect _ -> protect(volume);
      // The watch of the claims is behind that of the volumes.
      case LocalReclaimDecision.Wait _ -> Outcome.retry();
      case LocalReclaimDecision.Refuse refuse -> refuse(volume, refuse.reason());
      case LocalReclaimDecision.Nothing _ ->
          LocalVolume.of(volume, names)
              .map(local -> lookAtNode(volume, local))
              .orElseGet(Outcome::done);
    };
  }

  private Outcome lookAtNode(PersistentVolume volume, LocalVolume local) {
    return lost.look(volume, local).orElseGet(() -> overdue.look(volume, local));
  }

  /** It comes back by the watch, and is deleted then if it is released already. */
  private Outcome protect(PersistentVolume volume) {
    var _ = ObjectPatch.of(volume).addFinalizer(names.finalizer()).apply(cluster.client());
    return Outcome.done();
  }

  private Outcome refuse(PersistentVolume volume, String reason) {
    events.warning(
        volume,
        FAILED,
        "not deleted, as no node would remove its directory: %s. Put that right, or give it the reclaim policy Retain, delete it, and remove the directory by hand"
            .formatted(reason));
    return Outcome.after(REMINDER);
  }

  /** The node does not remove what is mounted, but nobody need have it mounted just now. */
  private Outcome deleteUnlessShared(PersistentVolume volume) {
    String handle = volume.getSpec().getCsi().getVolumeHandle();
    List<String> others =
        cluster.volumes().by(OF_HANDLE, handle).stream()
            .map(other -> other.getMetadata().getName())
            .filter(name -> !name.equals(volume.getMetadata().getName()))
            .sorted()
            .toList();
    if (others.isEmpty()) {
      return delete(volume);
    }
    events.warning(
        volume,
        FAILED,
        "not deleted: PersistentVolume %s stands for the same directory; delete that one first, or give this one the reclaim policy Retain and delete it"
            .formatted(String.join(", ", others)));
    return Outcome.seldom();
  }

  private Outcome delete(PersistentVolume seen) {
    LatestVersion.of(seen, cluster.client())
        .filter(
            now ->
                LocalReclaimDecision.of(now, false, names) instanceof LocalReclaimDecision.Delete)
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
