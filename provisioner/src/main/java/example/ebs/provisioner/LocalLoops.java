package example.ebs.provisioner;

import example.ebs.local.model.LocalDriver;
import example.ebs.local.model.LocalRoots;
import example.ebs.provisioner.claim.ClaimReports;
import example.ebs.provisioner.claim.ClaimedVolumes;
import example.ebs.provisioner.local.LocalReclaimReconciler;
import example.ebs.provisioner.local.LocalVolumes;
import example.ebs.provisioner.local.UnfitNodes;
import example.ebs.provisioner.loop.ReconcileLoop;
import java.util.List;

/** Everything that local volumes need of the loops. */
final class LocalLoops implements StorageLoops {
  private final Foundation foundation;
  private final LocalVolumes volumes;
  private final ReconcileLoop reclaimLoop;

  /** Watches, and does not work yet. */
  LocalLoops(Foundation foundation, LocalRoots roots, ClaimReports reports, UnfitNodes unfit) {
    this.foundation = foundation;
    LocalDriver names = new LocalDriver(foundation.names().driver());
    volumes =
        new LocalVolumes(
            foundation.cluster(), names, roots, reports, unfit, foundation.waiting().clock());
    LocalReclaimReconciler reclaim =
        new LocalReclaimReconciler(
            foundation.cluster(), names, foundation.events(), foundation.waiting().clock());
    reclaimLoop = foundation.loop("local-reclaim", reclaim);
    volumes.watch();
    reclaim.watch(reclaimLoop);
  }

  ClaimedVolumes volumes() {
    return volumes;
  }

  @Override
  public void start() {
    reclaimLoop.start(foundation.cluster().volumes()::keys);
  }

  @Override
  public List<ReconcileLoop> all() {
    return List.of(reclaimLoop);
  }
}
