package example.ebs.provisioner;

import example.ebs.csi.time.Waiting;
import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.csi.DriverNames;
import example.ebs.provisioner.event.Events;
import example.ebs.provisioner.loop.LoopMetrics;
import example.ebs.provisioner.loop.ReconcileLoop;
import example.ebs.provisioner.loop.Reconciler;

/** What all loops stand on. */
record Foundation(
    Cluster cluster, DriverNames names, Events events, LoopMetrics metrics, Waiting waiting) {
  ReconcileLoop loop(String name, Reconciler reconciler) {
    return new ReconcileLoop(name, reconciler, metrics, waiting);
  }
}
