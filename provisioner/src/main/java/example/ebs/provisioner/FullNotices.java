package example.ebs.provisioner;

import example.ebs.provisioner.capacity.CapacityReconciler;
import example.ebs.provisioner.claim.FullPlaces;
import example.ebs.provisioner.local.UnfitNodes;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.ReconcileLoop;
import example.ebs.provisioner.topology.FullSegments;
import example.ebs.provisioner.topology.Requirement;
import example.ebs.provisioner.topology.Segment;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers where a class found no place, and tells the scheduler before it is asked to choose
 * again.
 *
 * @param loop of the capacities, which tells also what has ended
 */
record FullNotices(FullSegments full, CapacityReconciler capacity, ReconcileLoop loop)
    implements FullPlaces, UnfitNodes {
  private static final Logger LOG = LoggerFactory.getLogger(FullNotices.class);

  @Override
  public void mark(StorageClass storageClass, Requirement tried) {
    tried.first().ifPresent(segment -> unfit(storageClass, segment));
  }

  @Override
  public void unfit(StorageClass storageClass, Segment node) {
    ObjectKey key = ObjectKey.of(storageClass);
    if (full.mark(storageClass.getMetadata().getName(), node)) {
      tellAtOnce(key);
    }
    loop.enqueue(key);
  }

  /** Where that does not work the loop tries again, and the claim need not wait for it. */
  private void tellAtOnce(ObjectKey storageClass) {
    try {
      var _ = capacity.reconcile(storageClass);
    } catch (KubernetesClientException unanswered) {
      LOG.warn(
          "the scheduler could not be told where class {} has no place: {}",
          storageClass,
          unanswered.getMessage());
    }
  }

  @Override
  public void fit(Segment node) {
    full.forget(node).forEach(storageClass -> loop.enqueue(ObjectKey.of(storageClass)));
  }
}
