package example.ebs.provisioner.claim;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.CreateVolumeResponse;
import example.ebs.proto.csi.DeleteVolumeRequest;
import example.ebs.provisioner.csi.CsiController;
import example.ebs.provisioner.topology.Requirement;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.Optional;

/**
 * Takes back what was begun for a claim that has no use for it any more.
 *
 * <p>Only CreateVolume can tell whether there is a volume: it finds the one that there is, or makes
 * one to be deleted at once.
 */
final class ClaimUndo {
  private final CsiController driver;
  private final ClaimMarks marks;
  private final ClaimTranslator translator;
  private final VolumeWriter volumes;
  private final ClaimReports reports;

  ClaimUndo(
      CsiController driver,
      ClaimMarks marks,
      ClaimTranslator translator,
      VolumeWriter volumes,
      ClaimReports reports) {
    this.driver = driver;
    this.marks = marks;
    this.translator = translator;
    this.volumes = volumes;
    this.reports = reports;
  }

  /** Whether nothing is left, or what is left belongs to a PersistentVolume. */
  boolean undo(PersistentVolumeClaim claim, Optional<StorageClass> storageClass) {
    if (volumes.isWritten(claim)) {
      return true;
    }
    Optional<StorageClass> ours =
        storageClass.filter(each -> each.getProvisioner().equals(marks.driver()));
    if (ours.isEmpty()) {
      reports.cannotUndo(claim, marks.finalizer());
      return false;
    }
    try {
      delete(claim, ours.get());
      return true;
    } catch (Failure.InvalidRequest refused) {
      // Told before any volume was looked for, so it proves nothing of another class's volume.
      boolean surelyBegunWith = marks.isBegun(claim);
      if (!surelyBegunWith) {
        reports.cannotUndo(claim, marks.finalizer());
      }
      return surelyBegunWith;
    } catch (Failure failure) {
      return isNothingLeft(claim, failure);
    }
  }

  private void delete(PersistentVolumeClaim claim, StorageClass storageClass) {
    Requirement requirement = marks.requested(claim).orElseGet(Requirement::none);
    CreateVolumeResponse found =
        driver.create(translator.request(claim, storageClass, requirement));
    driver.delete(
        DeleteVolumeRequest.newBuilder().setVolumeId(found.getVolume().getVolumeId()).build());
  }

  /**
   * Deletes a volume that its claim cannot use.
   *
   * @throws Failure.Unavailable when it may still be there
   */
  void discard(String volume) {
    try {
      driver.delete(DeleteVolumeRequest.newBuilder().setVolumeId(volume).build());
    } catch (Failure failure) {
      throw new Failure.Unavailable(
          "volume %s, which is too small, could not be deleted: %s"
              .formatted(volume, failure.getMessage()),
          failure);
    }
  }

  private boolean isNothingLeft(PersistentVolumeClaim claim, Failure failure) {
    return switch (failure) {
      // Nothing was made, now or before: a volume of that name would have been found.
      case Failure.LimitReached _, Failure.QuotaReached _ -> true;
      case Failure.InvalidRequest _,
          Failure.AlreadyExists _,
          Failure.InProgress _,
          Failure.TimedOut _,
          Failure.Unavailable _,
          Failure.NotFound _,
          Failure.InUse _,
          Failure.PreconditionFailed _,
          Failure.OutOfRange _,
          Failure.Denied _,
          Failure.Unauthenticated _,
          Failure.Internal _ -> {
        reports.stillTrying(claim, failure.getMessage());
        yield false;
      }
    };
  }
}
