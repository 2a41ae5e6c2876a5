package example.ebs.e2e;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** How long claims take until they are Bound, and the objects that it takes to measure that. */
final class Bench {
  private static final int ROUNDS = 3;
  private static final int EXISTS = 409;
  private static final String PROVISIONING = Cluster.DRIVER + "/provisioning";
  private static final Duration LIMIT = Duration.ofMinutes(6);

  private Bench() {}

  /**
   * Measures claims until all are Bound against the floor: what Kubernetes itself needs for as many
   * claims on volumes made by hand. Both in turns, as one round alone depends on what else the
   * machine does.
   */
  static void againstTheFloor(Cluster cluster, Measured measured, int claims, String storageClass) {
    List<Duration> floor = new ArrayList<>();
    List<Duration> ours = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      String prefix = "round" + round + "-";
      String volumes = cluster.namespace() + prefix;
      makeByHand(cluster, IntStream.range(0, claims).mapToObj(i -> volumes + i).toList());
      floor.add(timeToBound(cluster, claims, i -> claimOf("floor-" + prefix + i, volumes + i)));
      ours.add(timeToBound(cluster, claims, i -> claim(prefix + i, storageClass)));
      untilLetGo(cluster);
    }
    Duration least = Measured.median(floor);
    Duration all = Measured.median(ours);
    measured.add(claims + " claims to all Bound, median of " + ROUNDS, Measured.seconds(all), "");
    measured.add("  the floor: volumes made by hand", Measured.seconds(least), "");
    measured.add(
        "  as a ratio",
        String.format(Locale.ROOT, "%.2f", (double) all.toNanos() / least.toNanos()),
        "<= 1.3");
  }

  /** From the first request that makes a claim until a watch has told that all are Bound. */
  static Duration timeToBound(Cluster cluster, int claims, IntFunction<String> claim) {
    Arrivals<PersistentVolumeClaim> bound =
        new Arrivals<>(each -> "Bound".equals(each.getStatus().getPhase()));
    try (Watch _ =
        cluster.client().persistentVolumeClaims().inNamespace(cluster.namespace()).watch(bound)) {
      long started = System.nanoTime();
      List<String> names = createAll(cluster, IntStream.range(0, claims).mapToObj(claim));
      return bound.since(started, names, LIMIT);
    }
  }

  /** Returns when Kubernetes has done with them what it does before there is a claim. */
  private static void makeByHand(Cluster cluster, List<String> names) {
    AtOnce.forEach(names, name -> cluster.applyText(volume(name)));
    Eventually.holds(
        "%d volumes made by hand to be Available".formatted(names.size()),
        LIMIT,
        () ->
            cluster.client().persistentVolumes().list().getItems().stream()
                .filter(each -> "Available".equals(each.getStatus().getPhase()))
                .map(each -> each.getMetadata().getName())
                .toList()
                .containsAll(names));
  }

  /** What the driver does after the claims are Bound is not to fall into the next round's floor. */
  private static void untilLetGo(Cluster cluster) {
    Eventually.matches(
        "the driver's finalizers to go from the claims",
        LIMIT,
        () ->
            cluster
                .client()
                .persistentVolumeClaims()
                .inNamespace(cluster.namespace())
                .list()
                .getItems()
                .stream()
                .filter(claim -> claim.getMetadata().getFinalizers().contains(PROVISIONING))
                .count(),
        held -> held == 0);
  }

  static String claim(String name, String storageClass) {
    return claim(name, "storageClassName: " + storageClass, "");
  }

  /** A claim for exactly one volume that was made by hand. */
  private static String claimOf(String name, String volume) {
    return claim(name, "storageClassName: \"\"", "volumeName: " + volume);
  }

  private static String claim(String name, String storageClass, String volume) {
    return """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: %s}
        spec:
          accessModes: [ReadWriteOnce]
          %s
          %s
          resources: {requests: {storage: 1Gi}}
        """
        .formatted(name, storageClass, volume);
  }

  /** A PersistentVolume without anything behind it, and of nobody who is there. */
  private static String volume(String name) {
    return """
        apiVersion: v1
        kind: PersistentVolume
        metadata: {name: %s}
        spec:
          accessModes: [ReadWriteOnce]
          capacity: {storage: 1Gi}
          persistentVolumeReclaimPolicy: Retain
          csi: {driver: by-hand.example, volumeHandle: %s}
        """
        .formatted(name, name);
  }

  /** Creates claims as fast as the API server takes them, and returns their names. */
  private static List<String> createAll(Cluster cluster, Stream<String> claims) {
    List<PersistentVolumeClaim> all =
        claims.map(text -> Serialization.unmarshal(text, PersistentVolumeClaim.class)).toList();
    AtOnce.forEach(all, claim -> create(cluster, claim));
    return all.stream().map(claim -> claim.getMetadata().getName()).toList();
  }

  /**
   * The client asks again where no answer came in time, and then the first try may have done it.
   */
  private static void create(Cluster cluster, PersistentVolumeClaim claim) {
    try {
      var _ = cluster.client().resource(claim).inNamespace(cluster.namespace()).create();
    } catch (KubernetesClientException refused) {
      if (refused.getCode() != EXISTS) {
        throw refused;
      }
    }
  }
}
