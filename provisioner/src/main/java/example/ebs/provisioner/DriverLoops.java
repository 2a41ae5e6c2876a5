package example.ebs.provisioner;

import example.ebs.proto.csi.ControllerServiceCapability.RPC;
import example.ebs.provisioner.attachment.AttachmentReconciler;
import example.ebs.provisioner.attachment.LostAttachments;
import example.ebs.provisioner.attachment.VolumeFinalizerReconciler;
import example.ebs.provisioner.capacity.CapacityReconciler;
import example.ebs.provisioner.claim.ClaimMarks;
import example.ebs.provisioner.claim.ClaimPlaces;
import example.ebs.provisioner.claim.ClaimReports;
import example.ebs.provisioner.claim.DriverVolumes;
import example.ebs.provisioner.claim.UndoableVolumes;
import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.csi.CsiController;
import example.ebs.provisioner.drift.DriftReconciler;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.ReconcileLoop;
import example.ebs.provisioner.reclaim.ReclaimReconciler;
import example.ebs.provisioner.topology.FullSegments;
import example.ebs.provisioner.topology.NodePlaces;
import example.ebs.provisioner.topology.PlaceChoice;
import java.util.List;

/** The loops that the volumes of a CSI driver need. */
final class DriverLoops {
  private final Foundation foundation;
  private final ProvisionerConfig config;
  private final CsiController driver;
  private final FullSegments full;
  private final FullNotices notices;

  /**
   * Adds a row for each: capacity first, for until the scheduler is told of a class it places none
   * of its pods.
   */
  DriverLoops(
      Foundation foundation, ProvisionerConfig config, CsiController driver, LoopTable table) {
    this.foundation = foundation;
    this.config = config;
    this.driver = driver;
    full = new FullSegments(foundation.waiting().clock());
    Cluster cluster = foundation.cluster();
    notices = addCapacity(table);
    ReclaimReconciler reclaim =
        new ReclaimReconciler(cluster, driver, foundation.events(), foundation.waiting().clock());
    table.add(new LoopRow("reclaim", reclaim, reclaim::watch, cluster.volumes()::keys));
    LostAttachments lost = new LostAttachments();
    AttachmentReconciler attachments =
        new AttachmentReconciler(cluster, driver, lost, foundation.waiting());
    ReconcileLoop attachmentLoop =
        table.add(
            new LoopRow(
                "attachment", attachments, attachments::watch, cluster.attachments()::keys));
    VolumeFinalizerReconciler volumes = new VolumeFinalizerReconciler(cluster, foundation.names());
    table.add(new LoopRow("volume", volumes, volumes::watch, cluster.volumes()::keys));
    if (driver.can(RPC.Type.LIST_VOLUMES_PUBLISHED_NODES)) {
      DriftReconciler drift = drift(lost, attachmentLoop);
      table.add(new LoopRow("drift", drift, _ -> {}, () -> List.of(DriftReconciler.KEY)));
    }
  }

  private FullNotices addCapacity(LoopTable table) {
    CapacityReconciler capacity =
        new CapacityReconciler(
            foundation.cluster(),
            foundation.names(),
            full,
            config.namespace(),
            foundation.waiting().clock());
    return new FullNotices(
        full,
        capacity,
        table.add(new LoopRow("capacity", capacity, capacity::watch, capacity::takeOver)));
  }

  private DriftReconciler drift(LostAttachments lost, ReconcileLoop attachmentLoop) {
    return new DriftReconciler(
        foundation.cluster(),
        driver,
        attachment -> {
          lost.add(attachment);
          attachmentLoop.enqueue(ObjectKey.of(attachment));
        },
        foundation.events(),
        config.leftovers(),
        foundation.waiting().clock());
  }

  /** The volumes that claims get from the driver. */
  UndoableVolumes volumes(ClaimMarks marks, ClaimReports reports) {
    NodePlaces places = new NodePlaces(foundation.cluster(), driver.driver());
    ClaimPlaces claimPlaces = new ClaimPlaces(marks, new PlaceChoice(places, full), notices);
    return new DriverVolumes(
        foundation.cluster(), driver, marks, claimPlaces, reports, config.createMetadata());
  }

  /** By which the scheduler is told where there is no place. */
  FullNotices notices() {
    return notices;
  }
}
