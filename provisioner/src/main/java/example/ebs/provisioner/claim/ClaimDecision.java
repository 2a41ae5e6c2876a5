package example.ebs.provisioner.claim;

import example.ebs.provisioner.csi.InTreeVolumes;
import example.ebs.provisioner.topology.BindingMode;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.Optional;

/** What a claim needs from us now; decided from what is known, without asking anybody. */
sealed interface ClaimDecision {
  /** Nothing: it is another driver's, or its pod has not been placed yet. */
  record Nothing() implements ClaimDecision {}

  /** Its PersistentVolume is written, so our finalizer has done its duty. */
  record LetGo() implements ClaimDecision {}

  /**
   * It was deleted, or bound to another volume, while we may have been making its own: what there
   * is must go.
   */
  record Undo() implements ClaimDecision {}

  /** It needs a volume of the class. */
  record Provision(StorageClass storageClass) implements ClaimDecision {}

  /** Somebody else makes its volume, and fills it with what the claim names. */
  record LeaveToPopulator(DataSource source) implements ClaimDecision {}

  /** Its class is written for Kubernetes' own driver of old, whose place we have taken. */
  record ClassUntranslated(StorageClass storageClass) implements ClaimDecision {}

  /** Its class does not exist. */
  record ClassMissing(String name) implements ClaimDecision {}

  /** Decides. */
  static ClaimDecision of(
      PersistentVolumeClaim claim,
      Optional<StorageClass> storageClass,
      boolean volumeWritten,
      String driver,
      String finalizer) {
    boolean held = claim.getMetadata().getFinalizers().contains(finalizer);
    String bound = Optional.ofNullable(claim.getSpec().getVolumeName()).orElse("");
    if (volumeWritten || bound.equals(ClaimTerms.volumeName(claim))) {
      return held ? new LetGo() : new Nothing();
    }
    if (!bound.isEmpty() || claim.isMarkedForDeletion()) {
      return held ? new Undo() : new Nothing();
    }
    return held || ClaimAnnotations.isFor(claim, driver)
        ? ofUnbound(claim, storageClass, driver, held)
        : new Nothing();
  }

  private static ClaimDecision ofUnbound(
      PersistentVolumeClaim claim,
      Optional<StorageClass> storageClass,
      String driver,
      boolean held) {
    if (storageClass.isEmpty()) {
      return new ClassMissing(ClaimTerms.className(claim));
    }
    StorageClass known = storageClass.get();
    if (InTreeVolumes.isClass(known, driver)) {
      return new ClassUntranslated(known);
    }
    // Once begun it is brought to an end, whatever the scheduler thinks of the node by now.
    boolean due =
        held || !BindingMode.waitsForPod(known) || ClaimAnnotations.selectedNode(claim).isPresent();
    if (!due || !known.getProvisioner().equals(driver)) {
      return new Nothing();
    }
    Optional<DataSource> populated = DataSource.of(claim).filter(DataSource::isPopulated);
    return populated.isPresent() ? new LeaveToPopulator(populated.get()) : new Provision(known);
  }
}
