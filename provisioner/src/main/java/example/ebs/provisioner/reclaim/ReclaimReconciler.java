package example.ebs.provisioner.reclaim;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.DeleteVolumeRequest;
import example.ebs.provisioner.cluster.BoundClaim;
import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.cluster.LatestVersion;
import example.ebs.provisioner.cluster.ObjectDeletion;
import example.ebs.provisioner.cluster.ObjectPatch;
import example.ebs.provisioner.cluster.Secrets;
import example.ebs.provisioner.csi.AttachmentsByVolume;
import example.ebs.provisioner.csi.CsiController;
import example.ebs.provisioner.csi.DriverNames;
import example.ebs.provisioner.csi.Provisioners;
import example.ebs.provisioner.csi.VolumeSource;
import example.ebs.provisioner.csi.VolumesById;
import example.ebs.provisioner.event.Events;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.Outcome;
import example.ebs.provisioner.loop.ReconcileLoop;
import example.ebs.provisioner.loop.Reconciler;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the volume of a PersistentVolume that nobody claims any more, and then the
 * PersistentVolume, where its policy is Delete; and keeps such a PersistentVolume from vanishing
 * before.
 *
 * <p>Never while a VolumeAttachment names it, and the driver refuses what is attached all the same;
 * nor while another PersistentVolume stands for the same volume and is not to go as well.
 */
public final class ReclaimReconciler implements Reconciler {
  private static final Logger LOG = LoggerFactory.getLogger(ReclaimReconciler.class);
  private static final String CLAIMED_BY = "claim";
  private static final String FAILED = "VolumeFailedDelete";

  /** A detach takes some seconds, and an event before would only worry people. */
  private static final Duration USUAL_DETACH = Duration.ofMinutes(1);

  private final Cluster cluster;
  private final CsiController driver;
  private final Events events;
  private final Clock clock;
  private final DeletionSecrets secrets;
  private final VolumesById volumesById;
  private final AttachmentsByVolume attachments;

  /** By uid: deleted by this process, and not yet gone from the watch. */
  private final Set<String> deleted = ConcurrentHashMap.newKeySet();

  public ReclaimReconciler(Cluster cluster, CsiController driver, Events events, Clock clock) {
    this.cluster = cluster;
    this.driver = driver;
    this.events = events;
    this.clock = clock;
    this.volumesById = new VolumesById(cluster.volumes());
    this.attachments = new AttachmentsByVolume(cluster.attachments());
    this.secrets = new DeletionSecrets(cluster, new Secrets(cluster.client()));
  }

  /** Offers volumes to the loop from now on; before the cluster's watches start. */
  public void watch(ReconcileLoop loop) {
    cluster.volumes().index(CLAIMED_BY, ReclaimReconciler::claimant);
    cluster.volumes().onChange((_, now) -> loop.enqueue(ObjectKey.of(now)), this::forget);
    cluster
        .attachments()
        .onChange(
            (_, _) -> {},
            gone ->
                AttachmentsByVolume.volumeName(gone)
                    .ifPresent(name -> loop.wake(ObjectKey.of(name))));
    cluster
        .claims()
        .onChange(
            (_, _) -> {},
            // The claim need not know of its volume: it may go before it is bound.
            gone ->
                cluster
                    .volumes()
                    .by(CLAIMED_BY, gone.getMetadata().getUid())
                    .forEach(volume -> loop.wake(ObjectKey.of(volume))));
  }

  @Override
  public Outcome reconcile(ObjectKey key) {
    return cluster
        .volumes()
        .find(key)
        .filter(this::isOurs)
        .filter(volume -> !deleted.contains(volume.getMetadata().getUid()))
        .map(this::reconcile)
        .orElseGet(Outcome::done);
  }

  private boolean isOurs(PersistentVolume volume) {
    try {
      return Provisioners.of(volume).contains(driver.driver())
          && VolumeSource.of(volume.getSpec(), driver.driver()).isPresent();
    } catch (Failure.InvalidRequest unreadable) {
      LOG.atWarn()
          .addKeyValue("name", volume.getMetadata().getName())
          .log("volume left alone: {}", unreadable.getMessage());
      return false;
    }
  }

  private Outcome reconcile(PersistentVolume volume) {
    return switch (decide(volume)) {
      case ReclaimDecision.Nothing _ -> Outcome.done();
      case ReclaimDecision.Protect _ ->
          patched(ObjectPatch.of(volume).addFinalizer(DriverNames.RECLAIM_FINALIZER));
      case ReclaimDecision.Unprotect _ ->
          patched(ObjectPatch.of(volume).removeFinalizer(DriverNames.RECLAIM_FINALIZER));
      case ReclaimDecision.WaitForDetach attached -> waiting(volume, attached.nodes());
      case ReclaimDecision.Delete _ ->
          asItIsNow(volume).map(this::deleteUnlessShared).orElseGet(Outcome::done);
    };
  }

  private ReclaimDecision decide(PersistentVolume volume) {
    return ReclaimDecision.of(
        volume, nodes(volume), BoundClaim.isThere(volume, cluster), DriverNames.RECLAIM_FINALIZER);
  }

  /**
   * The watch may be a moment behind, as when somebody has just set the policy to Retain, and a
   * deleted volume does not come back. Empty when it is not to be deleted any more.
   */
  private Optional<PersistentVolume> asItIsNow(PersistentVolume seen) {
    return LatestVersion.of(seen, cluster.client())
        .filter(now -> decide(now) instanceof ReclaimDecision.Delete);
  }

  private Outcome patched(ObjectPatch<PersistentVolume> patch) {
    var _ = patch.apply(cluster.client());
    return Outcome.done();
  }

  private List<String> nodes(PersistentVolume volume) {
    return attachments.find(volume.getMetadata().getName()).stream()
        .map(attachment -> attachment.getSpec().getNodeName())
        .sorted()
        .toList();
  }

  private Outcome waiting(PersistentVolume volume, List<String> nodes) {
    boolean unusual =
        Optional.ofNullable(volume.getStatus().getLastPhaseTransitionTime())
            .map(Instant::parse)
            .map(released -> released.plus(USUAL_DETACH).isBefore(clock.instant()))
            .orElse(true);
    if (unusual) {
      events.warning(
          volume,
          FAILED,
          "not deleted: still attached to node %s; it is deleted once it is detached"
              .formatted(String.join(", ", nodes)));
    }
    return Outcome.after(USUAL_DETACH);
  }

  private Outcome deleteUnlessShared(PersistentVolume volume) {
    List<String> others = others(volume);
    if (others.isEmpty()) {
      return delete(volume);
    }
    events.warning(
        volume,
        FAILED,
        "not deleted: PersistentVolume %s stands for the same volume; delete that one first, or give this one the reclaim policy Retain and delete it"
            .formatted(String.join(", ", others)));
    return Outcome.retry();
  }

  /** Of those that stand for the same volume, the ones that do not want it deleted now. */
  private List<String> others(PersistentVolume volume) {
    String name = volume.getMetadata().getName();
    return VolumeSource.volumeId(volume.getSpec()).stream()
        .flatMap(id -> volumesById.find(id).stream())
        .filter(other -> !other.getMetadata().getName().equals(name))
        .filter(other -> !(isOurs(other) && decide(other) instanceof ReclaimDecision.Delete))
        .map(other -> other.getMetadata().getName())
        .sorted()
        .toList();
  }

  private Outcome delete(PersistentVolume volume) {
    String handle = VolumeSource.of(volume.getSpec(), driver.driver()).orElseThrow().handle();
    try {
      driver.delete(
          DeleteVolumeRequest.newBuilder()
              .setVolumeId(handle)
              .putAllSecrets(secrets.of(volume))
              .build());
    } catch (Failure failure) {
      LOG.atWarn()
          .addKeyValue("volume", handle)
          .addKeyValue("name", volume.getMetadata().getName())
          .log("volume not deleted: {}", failure.getMessage());
      events.warning(volume, FAILED, failure.getMessage());
      return Outcome.retry();
    }
    LOG.atInfo()
        .addKeyValue("volume", handle)
        .addKeyValue("name", volume.getMetadata().getName())
        .log("volume deleted");
    remove(volume);
    return Outcome.done();
  }

  /** A crash in between leaves a released volume without our finalizer, which is deleted again. */
  private void remove(PersistentVolume volume) {
    String uid = volume.getMetadata().getUid();
    deleted.add(uid);
    try {
      Optional<PersistentVolume> left =
          ObjectPatch.of(volume)
              .removeFinalizer(DriverNames.RECLAIM_FINALIZER)
              .apply(cluster.client());
      if (left.isPresent() && !volume.isMarkedForDeletion()) {
        ObjectDeletion.of(volume, cluster.client());
      }
    } catch (KubernetesClientException unanswered) {
      deleted.remove(uid);
      throw unanswered;
    }
  }

  private void forget(PersistentVolume gone) {
    deleted.remove(gone.getMetadata().getUid());
  }

  private static List<String> claimant(PersistentVolume volume) {
    return BoundClaim.of(volume).map(ObjectReference::getUid).stream().toList();
  }
}
