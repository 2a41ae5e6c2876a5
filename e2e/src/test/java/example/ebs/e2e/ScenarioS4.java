package example.ebs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Data survives the pod, on the same node, on another one, and while the driver restarts. */
@Tag("S4")
@Order(SuiteOrder.LONG)
@ExtendWith(OnCluster.class)
@Timeout(value = 8, unit = TimeUnit.MINUTES)
final class ScenarioS4 {
  private static final String POD = "survivor-0";
  private static final String CLAIM = "data-survivor-0";

  @Test
  void theFileIsThereWhenThePodStartsAgainOnTheSameNode(Cluster cluster) {
    cluster.example("s4-data-survives.yaml");
    Pod first = cluster.pods().running(POD);

    Pod second = startAgainOn(cluster, Pods.node(first), first);
    assertThat(starts(cluster, 2)).hasSize(2).allMatch(line -> line.endsWith(Pods.node(second)));
  }

  @Test
  @ResourceLock(value = Driver.LIFE, mode = ResourceAccessMode.READ)
  void theFileIsThereOnAnotherNodeAndTheVolumeLeftTheFirstBefore(Cluster cluster) {
    cluster.example("s4-data-survives.yaml");
    Pod first = cluster.pods().running(POD);
    String volume = cluster.claims().volumeId(CLAIM);
    String from = Pods.node(first);
    String to = cluster.nodes().neighbour(from);

    Pod second = startAgainOn(cluster, to, first);
    assertThat(Pods.node(second)).isEqualTo(to);
    assertThat(starts(cluster, 2)).satisfiesExactly(endsWith(from), endsWith(to));
    assertThat(cluster.emulator().volume(volume).instance()).contains(cluster.nodes().instance(to));
    assertThat(movesOf(cluster, volume))
        .containsExactly(
            "ControllerPublishVolume " + cluster.nodes().instance(from),
            "ControllerUnpublishVolume " + cluster.nodes().instance(from),
            "ControllerPublishVolume " + cluster.nodes().instance(to));
  }

  @Test
  @ResourceLock(Driver.LIFE)
  void theFileIsThereAfterNodeServiceAndControllerHaveRestarted(Cluster cluster) {
    cluster.example("s4-data-survives.yaml");
    Pod first = cluster.pods().running(POD);
    Driver driver = cluster.driver();

    driver.restartNodeService(Pods.node(first));
    driver.pods("controller").forEach(driver::restartController);
    assertThat(Pods.uid(cluster.pods().running(POD)))
        .as("the pod went on meanwhile")
        .isEqualTo(Pods.uid(first));
    assertThat(starts(cluster, 1)).hasSize(1);

    var _ = startAgainOn(cluster, Pods.node(first), first);
    assertThat(starts(cluster, 2)).hasSize(2);
  }

  /**
   * Has the StatefulSet replace its pod by one that belongs on the node, and waits for it. No node
   * is closed for that, as other scenarios need it.
   */
  private static Pod startAgainOn(Cluster cluster, String node, Pod pod) {
    String there =
        "{\"spec\":{\"template\":{\"spec\":{\"nodeSelector\":{\"kubernetes.io/hostname\":\"%s\"}}}}}"
            .formatted(node);
    var _ = cluster.kubectl("patch", "statefulset", "survivor", "--type=merge", "--patch=" + there);
    return cluster.pods().successor(pod);
  }

  /** Waits until the pod has been started so often, and returns where. */
  private static List<String> starts(Cluster cluster, int times) {
    return Eventually.matches(
        "%d starts of the pod".formatted(times),
        Duration.ofMinutes(1),
        () -> cluster.pods().exec(POD, "cat", "/data/starts").lines().toList(),
        starts -> starts.size() >= times);
  }

  /**
   * What the controller did with the volume, one after the other, as its log says. A call that was
   * made again, as when the API server did not take its result at once, is no other move.
   */
  private static List<String> movesOf(Cluster cluster, String volume) {
    List<String> moves = new ArrayList<>();
    cluster.driver().controllerLog("rpc", "ublishVolume", volume, "\"OK\"").stream()
        .map(line -> line.replaceAll(".*method=\"(\\w+)\".*node_id=\"([^\"]+)\".*", "$1 $2"))
        .filter(move -> moves.isEmpty() || !moves.getLast().equals(move))
        .forEach(moves::add);
    return moves;
  }

  private static ThrowingConsumer<String> endsWith(String node) {
    return line -> assertThat(line).endsWith(node);
  }
}
