package example.ebs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Local volumes and their nodes: a node is switched off for a while, or never comes back. */
@Tag("S7")
@Tag("S8")
@Tag("outage")
@Order(SuiteOrder.LONG)
@ExtendWith(OnCluster.class)
@Timeout(value = 8, unit = TimeUnit.MINUTES)
final class LocalOutageScenario {
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final String SELECTED_NODE = "volume.kubernetes.io/selected-node: ";

  @Test
  @ResourceLock(Nodes.MACHINE)
  void afterARebootAPodFindsItsEmptyDirAndWhatWasDeletedMeanwhileGoes(Cluster cluster) {
    String node = cluster.nodes().mayDie(Nodes.MACHINE);
    KindNode machine = KindNode.of(node);
    cluster.applyText(LocalPods.claim("left", "local-hostpath", "64Mi"));
    cluster.applyText(LocalPods.onClaim("leaves", node, "left"));
    cluster.applyText(LocalPods.inline("stays", node, ""));
    var _ = cluster.pods().running("leaves");
    Pod before = cluster.pods().running("stays");
    var _ = cluster.pods().exec("stays", "sh", "-c", "echo kept > /scratch/note; sync");
    PersistentVolume volume = cluster.claims().bound("left");
    String name = volume.getMetadata().getName();
    cluster.pods().delete("leaves");

    machine.stop();
    try {
      cluster.nodes().untilReady(node, false);
      var _ = cluster.kubectl("delete", "pvc", "left");
      Eventually.holds(
          "the PersistentVolume to be deleted",
          SOON,
          () ->
              cluster.claims().volume(name).filter(each -> each.isMarkedForDeletion()).isPresent());
    } finally {
      Eventually.putBack("the machine to be started", machine::start);
    }
    cluster.nodes().untilReady(node, true);
    cluster.driver().untilNodeServiceOn(node);
    cluster.claims().untilVolumeGone(name);
    assertThat(new LocalFolders(cluster).isThere(node, LocalFolders.of(volume))).isFalse();

    Eventually.holds(
        "the container to start again", SOON, () -> cluster.pods().restarts("stays") > 0);
    Pod after = cluster.pods().running("stays");
    assertThat(Pods.uid(after)).isEqualTo(Pods.uid(before));
    assertThat(cluster.pods().exec("stays", "cat", "/scratch/note")).isEqualTo("kept");
  }

  /**
   * A node on paper, as no other test may lose one for good; it is closed, so that nobody else's
   * volume goes there. That the claim is told after some minutes is not waited for here.
   */
  @Test
  void ofANodeThatIsGoneForGoodAVolumeStaysUntilItIsForgotten(Cluster cluster) {
    String node = cluster.namespace();
    cluster.applyText(onPaper(node));
    cluster.applyText(
        LocalPods.storageClass(node, "Immediate", "mode: hostPath")
            + "allowedTopologies: [{matchLabelExpressions: [{key: local.ebs.example/node, values: [%s]}]}]"
                .formatted(node));
    cluster.applyText(
        LocalPods.claim("lost", node, "64Mi")
            .replace("{name: lost}", "{name: lost, annotations: {" + SELECTED_NODE + node + "}}"));
    String volume = cluster.claims().bound("lost").getMetadata().getName();

    var _ = cluster.kubectl("delete", "node", node);
    var _ = cluster.kubectl("delete", "pvc", "lost");
    cluster.claims().untilGone("lost");
    assertThat(cluster.claims().volume(volume)).isPresent();

    assertThat(cluster.ebs("forget", volume)).contains(volume);
    cluster.claims().untilVolumeGone(volume);
  }

  private static String onPaper(String node) {
    return """
        apiVersion: v1
        kind: Node
        metadata:
          name: %1$s
          labels: {local.ebs.example/node: %1$s, e2e.ebs.example/may-die: on-paper}
        spec:
          unschedulable: true
          taints: [{key: e2e.ebs.example/may-die, value: on-paper, effect: NoExecute}]
        ---
        apiVersion: storage.k8s.io/v1
        kind: CSINode
        metadata: {name: %1$s}
        spec:
          drivers: [{name: local.ebs.example, nodeID: %1$s, topologyKeys: [local.ebs.example/node]}]
        """
        .formatted(node);
  }
}
