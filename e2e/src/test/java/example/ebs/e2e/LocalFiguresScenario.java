package example.ebs.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What volumes of a node cost a pod, printed as a table; the machine decides too, so none is
 * asserted.
 */
@Tag("figures")
@Isolated
@Order(SuiteOrder.LOCAL_FIGURES)
@ExtendWith(OnCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 20, unit = TimeUnit.MINUTES)
final class LocalFiguresScenario {
  private static final int PODS = 7;
  private static final int MANY = 200;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Measured measured = new Measured();

  @AfterAll
  void print() {
    measured.print();
  }

  /** In turns, as a pod's start alone depends on what else the machine does. */
  @Test
  @Order(1)
  void aPodWithAVolumeOfItsNodeAgainstOneWithKubernetesOwnEmptyDir(Cluster cluster) {
    List<Duration> floor = new ArrayList<>();
    List<Duration> inline = new ArrayList<>();
    List<Duration> claimed = new ArrayList<>();
    Arrivals<Pod> ready = new Arrivals<>(Pods::isReady);
    try (Watch _ = cluster.client().pods().inNamespace(cluster.namespace()).watch(ready)) {
      for (int i = 0; i < PODS; i++) {
        floor.add(start(cluster, ready, "floor" + i, LocalPods.inTree("floor" + i, "")));
        inline.add(start(cluster, ready, "inline" + i, LocalPods.inline("inline" + i, "", "")));
        claimed.add(
            start(
                cluster,
                ready,
                "claimed" + i,
                LocalPods.claim("claimed" + i, "local-hostpath", "64Mi")
                    + "---\n"
                    + LocalPods.onClaim("claimed" + i, "", "claimed" + i)));
      }
    }
    Duration least = Measured.median(floor);
    measured.add("pod with an in-tree emptyDir to Running", Measured.seconds(least), "");
    addBeyond("pod with an inline volume", inline, least, "<= 0.3 s more");
    addBeyond("pod with a new claim of its node", claimed, least, "<= 1.5 s more");
  }

  private void addBeyond(String what, List<Duration> times, Duration least, String goal) {
    Duration median = Measured.median(times);
    measured.add(what + ", median of " + PODS, Measured.seconds(median), "");
    measured.add("  beyond the in-tree emptyDir", Measured.seconds(median.minus(least)), goal);
  }

  private static Duration start(
      Cluster cluster, Arrivals<Pod> ready, String name, String manifest) {
    long started = System.nanoTime();
    cluster.applyText(manifest);
    return ready.since(started, List.of(name), LIMIT);
  }

  @Test
  @Order(2)
  void twoHundredClaimsOnTwoNodesAgainstTheFloor(Cluster cluster) {
    String twoNodes = cluster.namespace();
    cluster.applyText(onTwoNodes(cluster, twoNodes));
    Bench.againstTheFloor(cluster, measured, MANY, twoNodes);
  }

  private static String onTwoNodes(Cluster cluster, String name) {
    List<String> nodes = cluster.nodes().inZone("zone-a").stream().limit(2).toList();
    return LocalPods.storageClass(name, "Immediate", "mode: hostPath")
        + """
        allowedTopologies:
        - matchLabelExpressions: [{key: local.ebs.example/node, values: [%s]}]
        """
            .formatted(String.join(", ", nodes));
  }
}
