package example.ebs.provisioner.claim;

import example.ebs.csi.failure.Failure;
import example.ebs.provisioner.loop.Outcome;
import example.ebs.provisioner.topology.Requirement;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;

/**
 * What becomes of a claim whose CreateVolume failed: it is let go of only where it is certain that
 * nothing was left behind.
 */
final class FailedCreations {
  private final ClaimMarks marks;
  private final ClaimReports reports;
  private final FullPlaces full;

  FailedCreations(ClaimMarks marks, ClaimReports reports, FullPlaces full) {
    this.marks = marks;
    this.reports = reports;
    this.full = full;
  }

  Outcome failed(
      PersistentVolumeClaim claim,
      StorageClass storageClass,
      Requirement requirement,
      Failure failure) {
    return switch (failure) {
      case Failure.InProgress _, Failure.TimedOut _, Failure.Unavailable _ -> {
        reports.stillTrying(claim, failure.getMessage());
        yield Outcome.retry();
      }
      case Failure.LimitReached _ -> {
        full.mark(storageClass, requirement);
        yield ClaimAnnotations.selectedNode(claim).isPresent()
            ? reschedule(claim, failure.getMessage())
            : finallyFailed(claim, failure, Outcome.retry());
      }
      case Failure.OutOfRange _ when !marks.isBegun(claim) ->
          finallyFailed(claim, failure, Outcome.seldom());
      case Failure.InvalidRequest _ -> finallyFailed(claim, failure, Outcome.seldom());
      case Failure.AlreadyExists _,
          Failure.NotFound _,
          Failure.InUse _,
          Failure.PreconditionFailed _,
          Failure.QuotaReached _,
          Failure.OutOfRange _,
          Failure.Denied _,
          Failure.Unauthenticated _,
          Failure.Internal _ ->
          finallyFailed(claim, failure, Outcome.retry());
    };
  }

  /**
   * Whether a CreateVolume that failed so has left no volume behind, now or in an earlier try.
   *
   * @param sameClass whether the claim's volume was surely begun with the class that was asked with
   */
  static boolean leavesNothing(Failure failure, boolean sameClass) {
    return switch (failure) {
      case Failure.InProgress _, Failure.TimedOut _, Failure.Unavailable _ -> false;
      // Refused before any volume was looked for: of what was begun with another class, no proof.
      case Failure.InvalidRequest _, Failure.OutOfRange _ -> sameClass;
      // Another volume has the name: it may be what an earlier try left.
      case Failure.AlreadyExists _ -> false;
      case Failure.LimitReached _,
          Failure.QuotaReached _,
          Failure.NotFound _,
          Failure.InUse _,
          Failure.PreconditionFailed _,
          Failure.Denied _,
          Failure.Unauthenticated _,
          Failure.Internal _ ->
          true;
    };
  }

  /** Takes the chosen node away, with the finalizer, so that the scheduler chooses again. */
  Outcome reschedule(PersistentVolumeClaim claim, String reason) {
    reports.rescheduled(claim, reason);
    marks.releaseForAnotherNode(claim);
    return Outcome.done();
  }

  private Outcome finallyFailed(PersistentVolumeClaim claim, Failure failure, Outcome outcome) {
    reports.failed(claim, failure.getMessage());
    if (leavesNothing(failure, marks.isBegun(claim))) {
      marks.release(claim);
    }
    return outcome;
  }
}
