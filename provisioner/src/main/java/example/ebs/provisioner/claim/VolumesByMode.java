package example.ebs.provisioner.claim;

import example.ebs.csi.failure.Failure;
import example.ebs.provisioner.csi.StorageMode;
import example.ebs.provisioner.loop.Outcome;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.Optional;

/**
 * Volumes of a driver, or of nodes, as the parameter {@code mode} of each class says; of another
 * driver's classes it says something else, or nothing.
 *
 * @param driver holds claims while it works on them, by the marks
 */
public record VolumesByMode(
    ClaimMarks marks, ClaimReports reports, UndoableVolumes driver, ClaimedVolumes local)
    implements UndoableVolumes {
  @Override
  public Outcome provide(PersistentVolumeClaim claim, StorageClass storageClass) {
    StorageMode mode;
    try {
      mode = StorageMode.of(storageClass);
    } catch (Failure.InvalidRequest unknown) {
      reports.failed(claim, unknown.getMessage());
      return Outcome.seldom();
    }
    return switch (mode) {
      case EBS -> driver.provide(claim, storageClass);
      case LOCAL -> provideLocally(claim, storageClass);
    };
  }

  private Outcome provideLocally(PersistentVolumeClaim claim, StorageClass storageClass) {
    if (marks.isHeld(claim)) {
      reports.begunElsewhere(claim, marks.finalizer());
      return Outcome.seldom();
    }
    return local.provide(claim, storageClass);
  }

  @Override
  public Outcome undo(PersistentVolumeClaim claim, Optional<StorageClass> storageClass) {
    return driver.undo(claim, storageClass);
  }
}
