package example.ebs.provisioner.claim;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.DeleteVolumeRequest;
import example.ebs.provisioner.csi.CsiController;
import example.ebs.provisioner.topology.Requirement;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes back what was begun for a claim that has no use for it any more.
 *
 * <p>Only CreateVolume can tell whether there is a volume: it finds the one that there is, or makes
 * one to be deleted at once.
 */
final class ClaimUndo {
  private final CsiController driver;
  private final ClaimMarks marks;
  private final CreateRequests requests;
  private final VolumeWriter volumes;
  private final ClaimReports reports;

  ClaimUndo(
      CsiController driver,
      ClaimMarks marks,
      CreateRequests requests,
      VolumeWriter volumes,
      ClaimReports reports) {
    this.driver = driver;
    this.marks = marks;
    this.requests = requests;
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
      cannotUndo(claim, "the class is gone, or another driver's by now; create it as it was");
      return false;
    }
    return again(claim, ours.get()).map(request -> undo(claim, request)).orElse(false);
  }

  /** What asks for the claim's volume; empty where it cannot be asked for as things are now. */
  private Optional<CreateVolumeRequest> again(
      PersistentVolumeClaim claim, StorageClass storageClass) {
    Requirement requirement = marks.requested(claim).orElseGet(Requirement::none);
    try {
      return Optional.of(requests.of(claim, storageClass, requirement));
    } catch (Failure impossible) {
      cannotUndo(claim, impossible.getMessage());
      return Optional.empty();
    }
  }

  private void cannotUndo(PersistentVolumeClaim claim, @Nullable String cause) {
    reports.cannotUndo(claim, marks.finalizer(), String.valueOf(cause));
  }

  private boolean undo(PersistentVolumeClaim claim, CreateVolumeRequest request) {
    String found;
    try {
      found = driver.create(request).getVolume().getVolumeId();
    } catch (Failure failure) {
      return isNothingLeft(claim, failure);
    }
    try {
      driver.delete(deletion(found, request));
      return true;
    } catch (Failure failure) {
      reports.stillTrying(claim, failure.getMessage());
      return false;
    }
  }

  /** A final answer is the last word also where it was a refusal: the claim must not stay. */
  private boolean isNothingLeft(PersistentVolumeClaim claim, Failure failure) {
    if (FailedCreations.leavesNothing(failure, marks.isBegun(claim))) {
      reports.undone(claim, failure.getMessage());
      return true;
    }
    if (failure instanceof Failure.InvalidRequest) {
      cannotUndo(
          claim, failure.getMessage() + "; the class may be another one than it was at that time");
    } else {
      reports.stillTrying(claim, failure.getMessage());
    }
    return false;
  }

  /**
   * Deletes a volume that its claim cannot use.
   *
   * @param request by which it was made
   * @throws Failure.Unavailable when it may still be there
   */
  void discard(String volume, CreateVolumeRequest request) {
    try {
      driver.delete(deletion(volume, request));
    } catch (Failure failure) {
      throw new Failure.Unavailable(
          "volume %s, which is too small, could not be deleted: %s"
              .formatted(volume, failure.getMessage()),
          failure);
    }
  }

  /** Who needed to be told a secret to make it needs the same to delete it. */
  private static DeleteVolumeRequest deletion(String volume, CreateVolumeRequest made) {
    return DeleteVolumeRequest.newBuilder()
        .setVolumeId(volume)
        .putAllSecrets(made.getSecretsMap())
        .build();
  }
}
