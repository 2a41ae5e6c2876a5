package example.ebs.e2e;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.storage.CSINode;
import io.fabric8.kubernetes.api.model.storage.CSINodeDriver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The cluster's machines. */
record Nodes(Cluster cluster) {
  private static final String ZONE = "topology.kubernetes.io/zone";

  /**
   * The label of nodes that may be stopped while other scenarios run, and the taint that keeps
   * their pods away; see e2e/kind.yaml.
   */
  static final String MAY_DIE = "e2e.ebs.example/may-die";

  /** Locked by whoever stops the one that may die as a machine. */
  static final String MACHINE = "machine";

  private static final Duration LONG = Duration.ofMinutes(3);

  /** The names of the nodes of a zone, without one that may die. */
  List<String> inZone(String zone) {
    return cluster
        .client()
        .nodes()
        .withLabel(ZONE, zone)
        .withoutLabel(MAY_DIE)
        .list()
        .getItems()
        .stream()
        .map(node -> node.getMetadata().getName())
        .sorted()
        .toList();
  }

  /** The names of the nodes that nobody stops. */
  List<String> thatStay() {
    return cluster.client().nodes().withoutLabel(MAY_DIE).list().getItems().stream()
        .map(node -> node.getMetadata().getName())
        .toList();
  }

  /**
   * The name of the one for a test of its own; skips the test where there is none.
   *
   * @param how the value of label and taint
   */
  String mayDie(String how) {
    List<Node> nodes = cluster.client().nodes().withLabel(MAY_DIE, how).list().getItems();
    assumeFalse(
        nodes.isEmpty(),
        "no node has the label and the taint %s=%s (NoSchedule), so none may be stopped here"
            .formatted(MAY_DIE, how));
    return nodes.getFirst().getMetadata().getName();
  }

  /** The names of the nodes on which the driver is registered now. */
  List<String> withTheDriver() {
    return cluster.client().storage().v1().csiNodes().list().getItems().stream()
        .filter(node -> drivers(node).anyMatch(each -> each.getName().equals(Cluster.DRIVER)))
        .map(node -> node.getMetadata().getName())
        .toList();
  }

  private static Stream<CSINodeDriver> drivers(CSINode node) {
    return Optional.ofNullable(node.getSpec().getDrivers()).stream().flatMap(List::stream);
  }

  /** The names of the nodes with a node service; waits while one of its pods is being replaced. */
  List<String> withANodeService() {
    return Eventually.matches(
        "a node service on each node that is to have one",
        LONG,
        () -> cluster.driver().pods("node").stream().map(Pods::node).distinct().toList(),
        nodes -> nodes.size() >= nodeServicesWanted());
  }

  private int nodeServicesWanted() {
    return cluster
        .client()
        .apps()
        .daemonSets()
        .inNamespace(Cluster.DRIVER_NAMESPACE)
        .withName("ebs-node")
        .get()
        .getStatus()
        .getDesiredNumberScheduled();
  }

  /** The other node of a node's zone. */
  String neighbour(String node) {
    return inZone(zone(node)).stream()
        .filter(other -> !other.equals(node))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no other node in the zone of " + node));
  }

  String zone(String node) {
    return Optional.ofNullable(get(node).getMetadata().getLabels().get(ZONE))
        .orElseThrow(() -> new AssertionError("node " + node + " has no zone"));
  }

  /** What EC2 calls the machine; waits, as a scenario beside may restart the node service. */
  String instance(String node) {
    return Eventually.present(
        "the driver to be registered on " + node, LONG, () -> registration(node));
  }

  private Optional<String> registration(String node) {
    return drivers(cluster.client().storage().v1().csiNodes().withName(node).get())
        .filter(driver -> driver.getName().equals(Cluster.DRIVER))
        .map(CSINodeDriver::getNodeID)
        .findFirst();
  }

  /**
   * Runs a command where the node service runs, which sees the node's mounts and devices; once more
   * where a scenario beside has replaced the pod in between, so it must be one that can be
   * repeated.
   */
  String exec(String node, String... words) {
    Pod service = nodeService(node);
    try {
      return cluster.driver().exec(service.getMetadata().getName(), words);
    } catch (AssertionError failed) {
      Pod now = nodeService(node);
      if (Pods.uid(now).equals(Pods.uid(service))) {
        throw failed;
      }
      return cluster.driver().exec(now.getMetadata().getName(), words);
    }
  }

  /** The pod of the node service on a node; waits, as a scenario beside may restart it. */
  Pod nodeService(String node) {
    return Eventually.present(
        "a ready node service on " + node,
        LONG,
        () ->
            cluster.driver().pods("node").stream()
                .filter(pod -> node.equals(Pods.node(pod)))
                .filter(pod -> Pods.isReady(pod) && !pod.isMarkedForDeletion())
                .findFirst());
  }

  void untilReady(String node, boolean ready) {
    Eventually.holds(
        "node %s to be %s".formatted(node, ready ? "Ready" : "not Ready"),
        LONG,
        () -> isReady(get(node)) == ready);
  }

  private Node get(String node) {
    return cluster.client().nodes().withName(node).get();
  }

  private static boolean isReady(Node node) {
    return node.getStatus().getConditions().stream()
        .filter(condition -> condition.getType().equals("Ready"))
        .map(NodeCondition::getStatus)
        .anyMatch("True"::equals);
  }
}
