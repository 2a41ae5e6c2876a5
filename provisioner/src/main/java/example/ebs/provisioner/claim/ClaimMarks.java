package example.ebs.provisioner.claim;

import example.ebs.provisioner.cluster.ObjectPatch;
import example.ebs.provisioner.csi.DriverNames;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.topology.Requirement;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/**
 * What we write on a claim while its volume is being made, and what we remember of it: our
 * finalizer, where the volume was asked to be, and with which class it was begun.
 *
 * <p>Safe for many threads.
 */
public final class ClaimMarks {
  private final KubernetesClient client;
  private final DriverNames names;
  private final BegunClasses begun = new BegunClasses();

  public ClaimMarks(KubernetesClient client, DriverNames names) {
    this.client = client;
    this.names = names;
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
  }

  private ObjectPatch<PersistentVolumeClaim> cleared(PersistentVolumeClaim claim) {
    return ObjectPatch.of(claim)
        .removeFinalizer(finalizer())
        .removeAnnotation(names.topologyAnnotation());
  }
}
