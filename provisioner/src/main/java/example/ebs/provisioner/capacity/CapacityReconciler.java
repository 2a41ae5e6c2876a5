package example.ebs.provisioner.capacity;

import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.csi.DriverNames;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.Outcome;
import example.ebs.provisioner.loop.ReconcileLoop;
import example.ebs.provisioner.loop.Reconciler;
import example.ebs.provisioner.topology.BindingMode;
import example.ebs.provisioner.topology.FullSegments;
import example.ebs.provisioner.topology.PlaceChanges;
import example.ebs.provisioner.topology.Segment;
import io.fabric8.kubernetes.api.model.storage.CSIStorageCapacity;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells the scheduler, by a CSIStorageCapacity for each class and place, where there is room: ample
 * as a rule, 0 where a moment ago there was none.
 *
 * <p>Only for classes with WaitForFirstConsumer, as the scheduler asks for no others. With {@code
 * storageCapacity: true} it places no pod of a class that has no such object, so a new class gets
 * them at once.
 */
public final class CapacityReconciler implements Reconciler {
  private final Cluster cluster;
  private final DriverNames names;
  private final ClassPlaces places;
  private final FullSegments full;
  private final String namespace;
  private final Clock clock;

  public CapacityReconciler(
      Cluster cluster,
      DriverNames names,
      ClassPlaces places,
      FullSegments full,
      String namespace,
      Clock clock) {
    this.cluster = cluster;
    this.names = names;
    this.places = places;
    this.full = full;
    this.namespace = namespace;
    this.clock = clock;
  }

  /** Offers classes to the loop from now on; before the cluster's watches start. */
  public static void watch(Cluster cluster, ReconcileLoop loop) {
    cluster.classes().onAny(storageClass -> loop.offer(ObjectKey.of(storageClass)));
    PlaceChanges.watch(
        cluster, () -> cluster.classes().all().forEach(each -> loop.offer(ObjectKey.of(each))));
  }

  /**
   * Takes over what an earlier leader told; before the loop starts, which would tell otherwise.
   *
   * @return the classes of which something was told, also those that do not exist any more
   */
  public Set<ObjectKey> takeOver() {
    Set<ObjectKey> classes = new HashSet<>();
    for (CSIStorageCapacity told : told()) {
      CapacityObjects.fullUntil(names, told)
          .flatMap(CapacityReconciler::instant)
          .ifPresent(
              until ->
                  full.remember(told.getStorageClassName(), CapacityObjects.segment(told), until));
      classes.add(ObjectKey.of(told.getStorageClassName()));
    }
    return classes;
  }

  /** Empty when somebody has written something else there. */
  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException unreadable) {
      return Optional.empty();
    }
  }

  @Override
  public Outcome reconcile(ObjectKey storageClass) {
    Map<String, CSIStorageCapacity> wanted = wanted(storageClass);
    KubernetesClient client = cluster.client();
    for (CSIStorageCapacity found : told()) {
      if (found.getStorageClassName().equals(storageClass.name())) {
        CSIStorageCapacity want = wanted.remove(found.getMetadata().getName());
        if (want == null) {
          client.resource(found).delete();
        } else if (CapacityObjects.differ(names, found, want)) {
          client.resource(want).patch();
        }
      }
    }
    wanted.values().forEach(want -> client.resource(want).create());
    return nextChange(storageClass);
  }

  private Map<String, CSIStorageCapacity> wanted(ObjectKey storageClass) {
    Map<String, CSIStorageCapacity> wanted = new HashMap<>();
    cluster
        .classes()
        .find(storageClass)
        .filter(this::isAskedAbout)
        .ifPresent(
            known ->
                places
                    .of(known)
                    .segments()
                    .keySet()
                    .forEach(
                        segment -> {
                          CSIStorageCapacity object = object(storageClass.name(), segment);
                          wanted.put(object.getMetadata().getName(), object);
                        }));
    return wanted;
  }

  private boolean isAskedAbout(StorageClass storageClass) {
    return storageClass.getProvisioner().equals(names.driver())
        && BindingMode.waitsForPod(storageClass);
  }

  private CSIStorageCapacity object(String storageClass, Segment segment) {
    return CapacityObjects.of(
        names, namespace, storageClass, segment, full.fullUntil(storageClass, segment));
  }

  private Iterable<CSIStorageCapacity> told() {
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
    Instant now = clock.instant();
    return cluster.classes().find(storageClass).stream()
        .flatMap(known -> places.of(known).segments().keySet().stream())
        .flatMap(segment -> full.fullUntil(storageClass.name(), segment).stream())
        .min(Instant::compareTo)
        .map(until -> Outcome.after(Duration.between(now, until).plusSeconds(1)))
        .orElseGet(Outcome::done);
  }
}
