package example.ebs.provisioner.claim;

import example.ebs.provisioner.csi.StorageMode;
import example.ebs.provisioner.loop.Outcome;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.Optional;

/** Volumes of a kind that this installation does not serve: it tells people so. */
public final class UnservedVolumes implements UndoableVolumes {
  private static final String BOTH = "--storage ebs,local";

  private final ClaimReports reports;
  private final String served;

  /**
   * For the other kind.
   *
   * @param served what there is, in words
   */
  public UnservedVolumes(ClaimReports reports, String served) {
    this.reports = reports;
    this.served = served;
  }

  @Override
  public Outcome provide(PersistentVolumeClaim claim, StorageClass storageClass) {
    reports.failed(
        claim,
        "class %s has mode %s, and this installation serves %s only: use another class, or have the administrator start controller and nodes with %s"
            .formatted(
                storageClass.getMetadata().getName(),
                StorageMode.word(storageClass),
                served,
                BOTH));
    return Outcome.seldom();
  }

  @Override
  public Outcome undo(PersistentVolumeClaim claim, Optional<StorageClass> storageClass) {
    reports.failed(
        claim,
        "a volume was being made for this claim, which is no longer wanted, and this installation serves %s only: start the controller with %s until the claim is gone"
            .formatted(served, BOTH));
    return Outcome.seldom();
  }
}
