package example.ebs.provisioner;

import example.ebs.csi.time.Waiting;
import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.csi.DriverNames;
import example.ebs.provisioner.event.Events;
import example.ebs.provisioner.loop.LoopMetrics;
import example.ebs.provisioner.loop.ReconcileLoop;
import example.ebs.provisioner.loop.Reconciler;
import java.util.function.BooleanSupplier;

/**
 * What all loops stand on.
 *
 * @param mayWork whether the lease is surely this process's
 */
record Foundation(
    Cluster cluster,
    DriverNames names,
    Events events,
    LoopMetrics metrics,
    BooleanSupplier mayWork,
    Waiting waiting) {
  ReconcileLoop loop(String name, Reconciler reconciler) {
    return new ReconcileLoop(name, reconciler, metrics, mayWork, waiting);
  }
}
