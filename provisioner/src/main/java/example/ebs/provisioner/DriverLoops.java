package example.ebs.provisioner;

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
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that the volumes of a CSI driver need of the loops. */
final class DriverLoops implements StorageLoops {
  private static final Logger LOG = LoggerFactory.getLogger(DriverLoops.class);

  private final Foundation foundation;
  private final ProvisionerConfig config;
  private final CsiController driver;
  private final FullSegments full;
  private final CapacityReconciler capacity;
  private final ReconcileLoop reclaimLoop;
  private final ReconcileLoop capacityLoop;
  private final ReconcileLoop attachmentLoop;
  private final ReconcileLoop volumeLoop;
  private final ReconcileLoop driftLoop;

  /** Watches, and does not work yet. */
  DriverLoops(Foundation foundation, ProvisionerConfig config, CsiController driver) {
    this.foundation = foundation;
    this.config = config;
    this.driver = driver;
    Cluster cluster = foundation.cluster();
    full = new FullSegments(foundation.waiting().clock());
    capacity =
        new CapacityReconciler(
            cluster, foundation.names(), full, config.namespace(), foundation.waiting().clock());
    capacityLoop = foundation.loop("capacity", capacity);
    ReclaimReconciler reclaim =
        new ReclaimReconciler(cluster, driver, foundation.events(), foundation.waiting().clock());
    reclaimLoop = foundation.loop("reclaim", reclaim);
    LostAttachments lost = new LostAttachments();
    AttachmentReconciler attachments =
        new AttachmentReconciler(cluster, driver, lost, foundation.waiting());
    attachmentLoop = foundation.loop("attachment", attachments);
    VolumeFinalizerReconciler volumes = new VolumeFinalizerReconciler(cluster, foundation.names());
    volumeLoop = foundation.loop("volume", volumes);
    driftLoop = foundation.loop("drift", drift(lost));
    attachments.watch(attachmentLoop);
    volumes.watch(volumeLoop);
    reclaim.watch(reclaimLoop);
    CapacityReconciler.watch(cluster, capacityLoop);
  }

  private DriftReconciler drift(LostAttachments lost) {
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
    ClaimPlaces claimPlaces = new ClaimPlaces(marks, new PlaceChoice(places, full), notices());
    return new DriverVolumes(
        foundation.cluster(), driver, marks, claimPlaces, reports, config.createMetadata());
  }

  /** By which the scheduler is told where there is no place. */
  FullNotices notices() {
    return new FullNotices(full, capacity, capacityLoop);
  }

  /** Capacity first: until the scheduler is told of a class, it places none of its pods. */
  @Override
  public void start() {
    tellCapacity();
    Cluster cluster = foundation.cluster();
    reclaimLoop.start(cluster.volumes()::keys);
    attachmentLoop.start(cluster.attachments()::keys);
    volumeLoop.start(cluster.volumes()::keys);
    driftLoop.start(List::of);
    driftLoop.enqueue(DriftReconciler.KEY);
  }

  private void tellCapacity() {
    Set<ObjectKey> told = Set.of();
    try {
      told = capacity.begin();
    } catch (KubernetesClientException unanswered) {
      LOG.warn("the scheduler could not be told of all classes: {}", unanswered.getMessage());
    }
    capacityLoop.start(foundation.cluster().classes()::keys);
    told.forEach(capacityLoop::enqueue);
  }

  @Override
  public List<ReconcileLoop> all() {
    return List.of(reclaimLoop, attachmentLoop, volumeLoop, driftLoop, capacityLoop);
  }
}
