package example.ebs.provisioner.claim;

import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.csi.DriverNames;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.ReconcileLoop;
import example.ebs.provisioner.topology.PlaceChanges;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Which changes make a claim worth another look; our own marks on it do not. */
public final class ClaimWatch {
  private static final String UNBOUND_OF_CLASS = "unbound of class";

  private final Cluster cluster;
  private final DriverNames names;
  private final ReconcileLoop loop;

  private ClaimWatch(Cluster cluster, DriverNames names, ReconcileLoop loop) {
    this.cluster = cluster;
    this.names = names;
    this.loop = loop;
  }

  /** Offers claims to the loop from now on; before the cluster's watches start. */
  public static void begin(Cluster cluster, DriverNames names, ReconcileLoop loop) {
    ClaimWatch watch = new ClaimWatch(cluster, names, loop);
    cluster.claims().index(UNBOUND_OF_CLASS, ClaimWatch::unboundOfClass);
    cluster.claims().onChange(watch::changed, claim -> loop.enqueue(ObjectKey.of(claim)));
    cluster.classes().onAny(watch::classChanged);
    // What had no place may have one now.
    PlaceChanges.watch(cluster, loop::wakeWaiting);
    // A claim whose PersistentVolume appears may still carry our finalizer.
    cluster.volumes().onChange((before, now) -> volumeAppeared(before, now, loop), _ -> {});
  }

  private void changed(Optional<PersistentVolumeClaim> before, PersistentVolumeClaim now) {
    if (before.isEmpty() || differs(before.get(), now)) {
      loop.enqueue(ObjectKey.of(now));
    }
  }

  private boolean differs(PersistentVolumeClaim before, PersistentVolumeClaim now) {
    return before.isMarkedForDeletion() != now.isMarkedForDeletion()
        || !Objects.equals(before.getSpec(), now.getSpec())
        || !annotations(before).equals(annotations(now));
  }

  private Map<String, String> annotations(PersistentVolumeClaim claim) {
    Map<String, String> others = new HashMap<>(ClaimAnnotations.all(claim));
    others.remove(names.topologyAnnotation());
    return others;
  }

  private void classChanged(StorageClass storageClass) {
    cluster
        .claims()
        .by(UNBOUND_OF_CLASS, storageClass.getMetadata().getName())
        .forEach(claim -> loop.wake(ObjectKey.of(claim)));
  }

  private static List<String> unboundOfClass(PersistentVolumeClaim claim) {
    return Optional.ofNullable(claim.getSpec().getVolumeName()).isEmpty()
        ? List.of(ClaimTerms.className(claim))
        : List.of();
  }

  private static void volumeAppeared(
      Optional<PersistentVolume> before, PersistentVolume now, ReconcileLoop loop) {
    if (before.isEmpty()) {
      Optional.ofNullable(now.getSpec().getClaimRef())
          .map(ClaimWatch::key)
          .ifPresent(loop::enqueue);
    }
  }

  private static ObjectKey key(ObjectReference reference) {
    return new ObjectKey(reference.getNamespace(), reference.getName());
  }
}
