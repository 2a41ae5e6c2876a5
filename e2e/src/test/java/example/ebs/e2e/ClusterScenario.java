package example.ebs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What all scenarios stand on. */
@Order(SuiteOrder.FIRST)
@ExtendWith(OnCluster.class)
final class ClusterScenario {
  private static final String ZONE = "topology.kubernetes.io/zone";
  private static final Duration SOON = Duration.ofMinutes(3);

  @Test
  void nodesAreInTwoZonesAndTheDriverIsRegisteredOnEach(Cluster cluster) {
    Map<String, String> zones =
        cluster.client().nodes().list().getItems().stream()
            .map(Node::getMetadata)
            .filter(node -> node.getLabels().containsKey(ZONE))
            .collect(Collectors.toMap(node -> node.getName(), node -> node.getLabels().get(ZONE)));

    assertThat(Set.copyOf(zones.values())).hasSizeGreaterThanOrEqualTo(2);
    Eventually.matches(
        "the driver to be registered on " + zones.keySet(),
        SOON,
        () -> cluster.nodes().withTheDriver(),
        nodes -> nodes.containsAll(zones.keySet()));
  }

  /** Without the one that another scenario may have stopped at this moment. */
  @Test
  void theEmulatorHasAnInstanceForEachNodeOfTheDriver(Cluster cluster) {
    String running =
        cluster
            .emulator()
            .ec2(
                "describe-instances",
                "--filters",
                "Name=instance-state-name,Values=running",
                "--query",
                "Reservations[].Instances[].Tags[?Key=='ebs.example/node'].Value[]");
    List<String> wanted = new ArrayList<>(cluster.nodes().withTheDriver());
    wanted.retainAll(cluster.nodes().thatStay());
    assertThat(running.split("\\s+")).containsAll(wanted);
  }
}
