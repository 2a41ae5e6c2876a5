package example.ebs.provisioner.claim;

import example.ebs.provisioner.cluster.ObjectPatch;
import example.ebs.provisioner.csi.DriverNames;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.topology.Requirement;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What we write on a claim while its volume is being made, and what we remember of it: our
 * finalizer, where the volume was asked to be, and with which class it was begun.
 *
 * <p>Safe for many threads.
 */
public final class ClaimMarks {
  /**
   * How long they stay after the PersistentVolume was written. Kubernetes binds the two in that
   * time, with four writes for which pods wait; nobody waits for the end of our marks.
   */
  public static final Duration LINGER = Duration.ofSeconds(5);

  private final KubernetesClient client;
  private final DriverNames names;
  private final Clock clock;
  private final Duration linger;

  /**
   * With which class each volume was begun: it may be deleted, or replaced by another of its name,
   * before the volume is done.
   */
  private final ClaimMemory<StorageClass> begun = new ClaimMemory<>();

  /** How long each claim whose PersistentVolume is written keeps its marks. */
  private final ClaimMemory<Instant> lingering = new ClaimMemory<>();

  /**
   * Marks in the driver's names.
   *
   * @param linger how long they stay after the PersistentVolume was written
   */
  public ClaimMarks(KubernetesClient client, DriverNames names, Clock clock, Duration linger) {
    this.client = client;
    this.names = names;
    this.clock = clock;
    this.linger = linger;
  }

  /** The driver that a claim must name to be ours. */
  String driver() {
    return names.driver();
  }

  String finalizer() {
    return names.claimFinalizer();
  }

  boolean isHeld(PersistentVolumeClaim claim) {
    return claim.getMetadata().getFinalizers().contains(finalizer());
  }

  /** The class with which this process began the claim's volume. */
  Optional<StorageClass> begunWith(PersistentVolumeClaim claim) {
    return begun.find(claim);
  }

  boolean isBegun(PersistentVolumeClaim claim) {
    return begun.find(claim).isPresent();
  }

  /** Where the volume was asked to be, as it is written on the claim. */
  Optional<Requirement> requested(PersistentVolumeClaim claim) {
    return ClaimAnnotations.get(claim, names.topologyAnnotation()).flatMap(Requirement::parse);
  }

  /** Holds the claim, unless it is held; empty when it is gone. */
  Optional<PersistentVolumeClaim> hold(
      PersistentVolumeClaim claim, StorageClass storageClass, Requirement requirement) {
    ObjectPatch<PersistentVolumeClaim> patch = ObjectPatch.of(claim);
    if (!isHeld(claim)) {
      begun.remember(claim, storageClass);
      patch.addFinalizer(finalizer());
      patch.annotate(names.topologyAnnotation(), requirement.toString());
    }
    return patch.apply(client);
  }

  /** The claim's PersistentVolume is written, so the marks can go when they have lingered. */
  void written(PersistentVolumeClaim claim) {
    lingering.remember(claim, clock.instant().plus(linger));
  }

  /** How long the marks of a claim whose PersistentVolume we wrote are to stay; not if it goes. */
  Optional<Duration> lingers(PersistentVolumeClaim claim) {
    return lingering
        .find(claim)
        .filter(_ -> !claim.isMarkedForDeletion())
        .map(until -> Duration.between(clock.instant(), until))
        // More than that is a clock that was set back.
        .filter(rest -> rest.isPositive() && rest.compareTo(linger) <= 0);
  }

  /** Takes all of it away. */
  void release(PersistentVolumeClaim claim) {
    var _ = cleared(claim).apply(client);
    forget(ObjectKey.of(claim));
  }

  /** The same, together with the chosen node, so that the scheduler chooses again. */
  void releaseForAnotherNode(PersistentVolumeClaim claim) {
    var _ = cleared(claim).removeAnnotation(ClaimAnnotations.SELECTED_NODE).apply(client);
    forget(ObjectKey.of(claim));
  }

  void forget(ObjectKey claim) {
    begun.forget(claim);
    lingering.forget(claim);
  }

  private ObjectPatch<PersistentVolumeClaim> cleared(PersistentVolumeClaim claim) {
    return ObjectPatch.of(claim)
        .removeFinalizer(finalizer())
        .removeAnnotation(names.topologyAnnotation());
  }
}
