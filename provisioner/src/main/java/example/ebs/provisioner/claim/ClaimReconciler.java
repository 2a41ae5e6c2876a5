package example.ebs.provisioner.claim;

import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.cluster.LatestVersion;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.Outcome;
import example.ebs.provisioner.loop.Reconciler;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.Optional;

/** Sees to it that a claim gets the volume that it asks for; Kubernetes binds the two. */
public final class ClaimReconciler implements Reconciler {
  private final Cluster cluster;
  private final ClaimMarks marks;
  private final ClaimReports reports;
  private final UndoableVolumes volumes;

  /**
   * Over those who make volumes.
   *
   * @param volumes hold claims while they work on them, by the marks
   */
  public ClaimReconciler(
      Cluster cluster, ClaimMarks marks, ClaimReports reports, UndoableVolumes volumes) {
    this.cluster = cluster;
    this.marks = marks;
    this.reports = reports;
    this.volumes = volumes;
  }

  @Override
  public Outcome reconcile(ObjectKey key) {
    return cluster
        .claims()
        .find(key)
        .map(seen -> marks.lingers(seen).map(Outcome::after).orElseGet(() -> look(seen)))
        .orElseGet(() -> forget(key));
  }

  private Outcome look(PersistentVolumeClaim seen) {
    return asItIsNow(seen).map(this::reconcile).orElseGet(() -> forget(ObjectKey.of(seen)));
  }

  /** Of our own last writes on it the watch may not have told yet, and CreateVolume needs them. */
  private Optional<PersistentVolumeClaim> asItIsNow(PersistentVolumeClaim seen) {
    return marks.isHeld(seen) || marks.isBegun(seen)
        ? LatestVersion.of(seen, cluster.client())
        : Optional.of(seen);
  }

  private Outcome reconcile(PersistentVolumeClaim claim) {
    return switch (decide(claim, storageClass(claim))) {
      // A class that was made together with its claim may not have been seen yet.
      case ClaimDecision.ClassMissing missing ->
          act(claim, decide(claim, classAsItIsNow(missing.name())));
      case ClaimDecision known -> act(claim, known);
    };
  }

  private ClaimDecision decide(PersistentVolumeClaim claim, Optional<StorageClass> storageClass) {
    boolean written =
        cluster.volumes().find(ObjectKey.of(ClaimTerms.volumeName(claim))).isPresent();
    return ClaimDecision.of(claim, storageClass, written, marks.driver(), marks.finalizer());
  }

  private Outcome act(PersistentVolumeClaim claim, ClaimDecision decision) {
    return switch (decision) {
      case ClaimDecision.Nothing _ -> forget(ObjectKey.of(claim));
      case ClaimDecision.LetGo _ -> {
        marks.release(claim);
        yield Outcome.done();
      }
      case ClaimDecision.Undo _ -> volumes.undo(claim, storageClass(claim));
      case ClaimDecision.ClassMissing missing -> {
        reports.classMissing(claim, missing.name());
        yield Outcome.waiting();
      }
      case ClaimDecision.ClassUntranslated old -> {
        reports.classUntranslated(claim, old.storageClass());
        yield Outcome.seldom();
      }
      case ClaimDecision.LeaveToPopulator populated -> {
        reports.leftToPopulator(claim, populated.source());
        yield Outcome.done();
      }
      case ClaimDecision.Provision provision -> volumes.provide(claim, provision.storageClass());
    };
  }

  /** What was begun with a class is ended with it: another of that name finds no such volume. */
  private Optional<StorageClass> storageClass(PersistentVolumeClaim claim) {
    return marks
        .begunWith(claim)
        .or(() -> cluster.classes().find(ObjectKey.of(ClaimTerms.className(claim))));
  }

  private Optional<StorageClass> classAsItIsNow(String name) {
    return Optional.of(name)
        .filter(given -> !given.isEmpty())
        .map(given -> cluster.client().storage().v1().storageClasses().withName(given).get());
  }

  private Outcome forget(ObjectKey claim) {
    marks.forget(claim);
    reports.forget(claim);
    return Outcome.done();
  }
}
