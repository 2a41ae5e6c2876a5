package example.ebs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A node dies: nothing moves on doubt, and everything does once it is certain.
 *
 * <p>The nodes are ones on which nobody else runs, so that the other scenarios can go on.
 */
@Tag("S13")
@Order(SuiteOrder.LONG)
@ExtendWith(OnCluster.class)
@Timeout(value = 8, unit = TimeUnit.MINUTES)
final class ScenarioS13 {
  private static final String POD = "failover-0";
  private static final String CLAIM = "data-failover-0";
  private static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";
  private static final int LINES = 10;
  private static final String GRACE_PERIOD = "      terminationGracePeriodSeconds:";

  /** What Kubernetes does five minutes after a node fell silent is done here at once. */
  @Test
  void whenTheKubeletAloneIsDeadTheContainerWritesOnAndNothingMoves(Cluster cluster) {
    Pod pod = runOnTheNodeThatMayDie(cluster, "kubelet");
    KindNode machine = KindNode.of(Pods.node(pod));
    String volume = cluster.claims().volumeId(CLAIM);
    TimesFile times = TimesFile.of(cluster, machine, POD, CLAIM);

    var _ = machine.exec("systemctl", "stop", "kubelet");
    try {
      cluster.nodes().untilReady(Pods.node(pod), false);
      var _ = cluster.kubectl("delete", "pod", POD, "--wait=false");
      times.untilMore(LINES);

      assertThat(cluster.pods().find(POD)).map(Pods::uid).contains(Pods.uid(pod));
      assertThat(cluster.emulator().volume(volume).instance())
          .contains(cluster.nodes().instance(Pods.node(pod)));
    } finally {
      Eventually.putBack(
          "the kubelet to be started", () -> machine.exec("systemctl", "start", "kubelet"));
    }
    cluster.nodes().untilReady(Pods.node(pod), true);
    var _ = cluster.pods().successor(pod);
  }

  @Test
  @ResourceLock(Nodes.MACHINE)
  void whenTheMachineIsOffAndOutOfServiceThePodRunsOnTheOtherNodeWithItsData(Cluster cluster) {
    Pod pod = runOnTheNodeThatMayDie(cluster, Nodes.MACHINE);
    String dead = Pods.node(pod);
    KindNode machine = KindNode.of(dead);
    String instance = cluster.nodes().instance(dead);
    String volume = cluster.claims().volumeId(CLAIM);
    String before = cluster.pods().written(POD, "/data/times");

    machine.stop();
    try {
      var _ = cluster.emulator().ec2("stop-instances", "--instance-ids=" + instance);
      cluster.nodes().untilReady(dead, false);
      Instant told = Instant.now();
      var _ = cluster.kubectl("taint", "node", dead, OUT_OF_SERVICE + "=nodeshutdown:NoExecute");

      Pod next = cluster.pods().successor(pod);
      System.out.printf(
          "S13: on the other node %d s after the administrator's taint%n",
          Duration.between(told, Instant.now()).toSeconds());
      assertThat(Pods.node(next)).isIn(cluster.nodes().inZone(cluster.nodes().zone(dead)));
      assertThat(cluster.pods().exec(POD, "head", "-n", "1", "/data/times")).isEqualTo(before);
      assertThat(cluster.emulator().volume(volume).instance())
          .contains(cluster.nodes().instance(Pods.node(next)));
    } finally {
      Eventually.putBack("the machine to be started", machine::start);
      Eventually.putBack("the taint to be taken away", () -> takeTaintAway(cluster, dead));
    }
    cluster.nodes().untilReady(dead, true);
    cluster.driver().untilNodeServiceOn(dead);
  }

  /** One that is not there, for the test failed before it was, cannot be taken away either. */
  private static void takeTaintAway(Cluster cluster, String node) {
    Command.Result result =
        cluster.kubectlCommand("taint", "node", node, OUT_OF_SERVICE + "-").run();
    assertThat(result).matches(each -> each.exitCode() == 0 || each.text().contains("not found"));
  }

  /** The pod prefers that node; any other of its zone will do when the node is dead. */
  private static Pod runOnTheNodeThatMayDie(Cluster cluster, String how) {
    String node = cluster.nodes().mayDie(how);
    String preference =
        """
              tolerations:
              - {key: %1$s, operator: Equal, value: %2$s, effect: NoSchedule}
              affinity:
                nodeAffinity:
                  preferredDuringSchedulingIgnoredDuringExecution:
                  - weight: 100
                    preference:
                      matchExpressions: [{key: %1$s, operator: In, values: [%2$s]}]
        """
            .formatted(Nodes.MAY_DIE, how);
    cluster.apply(
        Cluster.EXAMPLES + "s13-node-dies.yaml",
        text -> text.replace(GRACE_PERIOD, preference + GRACE_PERIOD));
    Pod pod = cluster.pods().running(POD);
    assertThat(Pods.node(pod)).isEqualTo(node);
    return pod;
  }
}
