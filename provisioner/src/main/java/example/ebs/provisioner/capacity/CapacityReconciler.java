package example.ebs.provisioner.capacity;

import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.cluster.ObjectDeletion;
import example.ebs.provisioner.csi.DriverNames;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.Outcome;
import example.ebs.provisioner.loop.ReconcileLoop;
import example.ebs.provisioner.loop.Reconciler;
import example.ebs.provisioner.topology.BindingMode;
import example.ebs.provisioner.topology.FullSegments;
import example.ebs.provisioner.topology.Segment;
import io.fabric8.kubernetes.api.model.storage.CSIStorageCapacity;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the scheduler, by one CSIStorageCapacity for each class, that there is room everywhere but
 * where a moment ago there was none.
 *
 * <p>Only for classes with WaitForFirstConsumer, as the scheduler asks for no others. With {@code
 * storageCapacity: true} it places no pod of a class that has no such object, so a new class gets
 * its own at once. Which nodes there are does not matter: an autoscaler asks for nodes that it has
 * not made yet.
 */
public final class CapacityReconciler implements Reconciler {
  private static final Logger LOG = LoggerFactory.getLogger(CapacityReconciler.class);

  private final Cluster cluster;
  private final DriverNames names;
  private final FullSegments full;
  private final String namespace;
  private final Clock clock;
  private final ReentrantLock telling = new ReentrantLock();

  public CapacityReconciler(
      Cluster cluster, DriverNames names, FullSegments full, String namespace, Clock clock) {
    this.cluster = cluster;
    this.names = names;
    this.full = full;
    this.namespace = namespace;
    this.clock = clock;
  }

  /** Has the loop told of classes from now on; before the cluster's watches start. */
  public void watch(ReconcileLoop loop) {
    cluster.classes().onAny(storageClass -> loop.enqueue(ObjectKey.of(storageClass)));
  }

  /**
   * Takes over what an earlier leader told, and tells of every class; before any other work begins,
   * as no pod of a class is placed before. Where the API server does not answer, the loop does it.
   *
   * @return all classes, also those of which something is told though they do not exist any more
   */
  public Set<ObjectKey> takeOver() {
    Set<ObjectKey> classes = new HashSet<>(cluster.classes().keys());
    telling.lock();
    try {
      List<CSIStorageCapacity> told = told();
      for (CSIStorageCapacity each : told) {
        String storageClass = each.getStorageClassName();
        FullUntil.of(names, each)
            .forEach((segment, until) -> full.remember(storageClass, segment, until));
        classes.add(ObjectKey.of(storageClass));
      }
      classes.forEach(each -> tell(each, told));
    } catch (KubernetesClientException unanswered) {
      LOG.warn("the scheduler could not be told of all classes: {}", unanswered.getMessage());
    } finally {
      telling.unlock();
    }
    return classes;
  }

  /** One at a time: the loop is not alone to call it. */
  @Override
  public Outcome reconcile(ObjectKey storageClass) {
    telling.lock();
    try {
      tell(storageClass, told());
    } finally {
      telling.unlock();
    }
    return nextChange(storageClass);
  }

  /** What is wanted first, and then nothing else: at every moment there is room somewhere. */
  private void tell(ObjectKey storageClass, List<CSIStorageCapacity> told) {
    Optional<CSIStorageCapacity> wanted =
        cluster
            .classes()
            .find(storageClass)
            .filter(this::isAskedAbout)
            .map(_ -> object(storageClass.name()));
    List<CSIStorageCapacity> found =
        told.stream()
            .filter(each -> each.getStorageClassName().equals(storageClass.name()))
            .toList();
    wanted
        .filter(want -> found.stream().noneMatch(each -> isSame(each, want)))
        .ifPresent(want -> cluster.client().resource(want).create());
    found.stream()
        .filter(each -> wanted.filter(want -> isSame(each, want)).isEmpty())
        .forEach(each -> ObjectDeletion.of(each, cluster.client()));
  }

  private static boolean isSame(CSIStorageCapacity one, CSIStorageCapacity other) {
    return one.getMetadata().getName().equals(other.getMetadata().getName());
  }

  private boolean isAskedAbout(StorageClass storageClass) {
    return storageClass.getProvisioner().equals(names.driver())
        && BindingMode.waitsForPod(storageClass);
  }

  private CSIStorageCapacity object(String storageClass) {
    return CapacityObjects.of(names, namespace, storageClass, full.of(storageClass));
  }

  private List<CSIStorageCapacity> told() {
    return cluster
        .client()
        .storage()
        .v1()
        .csiStorageCapacities()
        .inNamespace(namespace)
        .withLabel(CapacityObjects.DRIVER_LABEL, names.driver())
        .list()
        .getItems();
  }

  private Outcome nextChange(ObjectKey storageClass) {
    SortedMap<Segment, Instant> places = full.of(storageClass.name());
    return places.values().stream()
        .min(Instant::compareTo)
        .map(until -> Outcome.after(Duration.between(clock.instant(), until).plusSeconds(1)))
        .orElseGet(Outcome::done);
  }
}
