package example.ebs.provisioner;

import example.ebs.local.model.LocalDriver;
import example.ebs.local.model.LocalRoots;
import example.ebs.provisioner.claim.ClaimReports;
import example.ebs.provisioner.claim.ClaimedVolumes;
import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.local.LocalReclaimReconciler;
import example.ebs.provisioner.local.LocalVolumes;
import example.ebs.provisioner.local.UnfitNodes;

/** The loops that local volumes need. */
final class LocalLoops {
  private final LocalVolumes volumes;

  /** Adds a row for each. */
  LocalLoops(
      Foundation foundation,
      LocalRoots roots,
      ClaimReports reports,
      UnfitNodes unfit,
      LoopTable table) {
    Cluster cluster = foundation.cluster();
    LocalDriver names = new LocalDriver(foundation.names().driver());
    volumes = new LocalVolumes(cluster, names, roots, reports, unfit, foundation.waiting().clock());
    volumes.watch();
    LocalReclaimReconciler reclaim =
        new LocalReclaimReconciler(
            cluster, names, foundation.events(), foundation.waiting().clock());
    table.add(new LoopRow("local-reclaim", reclaim, reclaim::watch, cluster.volumes()::keys));
  }

  ClaimedVolumes volumes() {
    return volumes;
  }
}
