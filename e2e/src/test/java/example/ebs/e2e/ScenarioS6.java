package example.ebs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.storage.CSIStorageCapacity;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Zones: a volume is only made where its pod can run. */
@Tag("S6")
@ExtendWith(OnCluster.class)
final class ScenarioS6 {
  private static final String FOLDER = "s6-zones/";
  private static final Duration SOON = Duration.ofMinutes(3);

  @Test
  void withWaitForFirstConsumerTheVolumeIsMadeInThePodsZone(Cluster cluster) {
    cluster.example(FOLDER + "wait-for-pod.yaml");
    assertThat(zoneOfPodAndVolume(cluster, "late", "late")).isEqualTo("zone-b");
  }

  @Test
  void withImmediateThePodFollowsTheVolume(Cluster cluster) {
    cluster.example(FOLDER + "immediate.yaml");
    assertThat(zoneOfPodAndVolume(cluster, "early", "early")).isIn("zone-a", "zone-b");
  }

  @Test
  void theClassAllowsOneZoneOnly(Cluster cluster) {
    cluster.example(FOLDER + "allowed-topologies.yaml");
    assertThat(zoneOfPodAndVolume(cluster, "only-zone-b", "only-zone-b")).isEqualTo("zone-b");
  }

  @Test
  void theReplicasOfAStatefulSetAreSpreadOverTheZones(Cluster cluster) {
    cluster.example(FOLDER + "stateful-set.yaml");
    List<String> zones =
        IntStream.range(0, 4)
            .mapToObj(i -> zoneOfPodAndVolume(cluster, "spread-" + i, "data-spread-" + i))
            .toList();
    assertThat(zones).containsOnly("zone-a", "zone-b");
    assertThat(zones.get(0)).isEqualTo(zones.get(2)).isNotEqualTo(zones.get(1));
    assertThat(zones.get(1)).isEqualTo(zones.get(3));
  }

  @Test
  void aZoneWithoutNodesGetsNoVolumeAndTheClaimSaysWhy(Cluster cluster) {
    assertThat(cluster.emulator().ec2("describe-availability-zones")).contains("zone-c");
    cluster.example(FOLDER + "zone-without-nodes.yaml");

    assertThat(cluster.events().containing("nowhere", "ProvisioningFailed", "zone-c"))
        .contains("zone-a: not in the class's allowedTopologies")
        .contains("zone-b: not in the class's allowedTopologies")
        .contains("zone-c: allowed by the class, but no node there runs the driver");
    assertThat(cluster.claims().get("nowhere").getStatus().getPhase()).isEqualTo("Pending");
    assertThat(new Leftovers(cluster).volumesOfTheTest()).isEmpty();
  }

  /** With a copy of the class, as its volumes stay away from the zone for five minutes. */
  @Test
  @ResourceLock(value = Driver.LIFE, mode = ResourceAccessMode.READ)
  void aPodWhoseZoneIsFullRunsInTheOtherOne(Cluster cluster) {
    String ownClass = cluster.copyOfClass("ebs");
    untilTheSchedulerIsTold(cluster, ownClass, List.of());
    cluster.emulator().faults().zoneFull("zone-b", cluster.namespace());
    cluster.apply(
        Cluster.EXAMPLES + FOLDER + "full-zone.yaml",
        text -> text.replace("storageClassName: ebs", "storageClassName: " + ownClass));

    assertThat(zoneOfPodAndVolume(cluster, "moves-on", "moves-on")).isEqualTo("zone-a");
    assertThat(cluster.events().containing("moves-on", "ProvisioningFailed", "another node"))
        .contains("zone-b");
    untilTheSchedulerIsTold(cluster, ownClass, List.of("zone-b"));
  }

  /** Of room in every zone but those, whether it has nodes or not; before, it places no pod. */
  private static void untilTheSchedulerIsTold(
      Cluster cluster, String storageClass, List<String> fullZones) {
    Eventually.matches(
        "the scheduler to be told that class %s has room everywhere but in %s"
            .formatted(storageClass, fullZones),
        SOON,
        () -> fullZones(cluster, storageClass),
        told -> told.equals(List.of(fullZones)));
  }

  /** What each object of the class leaves out: the new one is there before the old one goes. */
  private static List<List<String>> fullZones(Cluster cluster, String storageClass) {
    return cluster
        .client()
        .storage()
        .v1()
        .csiStorageCapacities()
        .inNamespace(Cluster.DRIVER_NAMESPACE)
        .list()
        .getItems()
        .stream()
        .filter(told -> told.getStorageClassName().equals(storageClass))
        .map(CSIStorageCapacity::getNodeTopology)
        .map(
            topology ->
                topology.getMatchExpressions().stream()
                    .flatMap(expression -> expression.getValues().stream())
                    .toList())
        .toList();
  }

  /** Both are in one zone, as EC2, the PersistentVolume and the node say. */
  private static String zoneOfPodAndVolume(Cluster cluster, String name, String claim) {
    Pod pod = cluster.pods().running(name);
    String zone = Claims.zone(cluster.claims().bound(claim));
    assertThat(cluster.emulator().volume(cluster.claims().volumeId(claim)).zone()).isEqualTo(zone);
    assertThat(cluster.nodes().zone(Pods.node(pod))).isEqualTo(zone);
    return zone;
  }
}
