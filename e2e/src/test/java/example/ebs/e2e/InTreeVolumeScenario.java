package example.ebs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A volume named in a pod in the old way, with the driver under the name of EBS's own. */
@Tag("intree")
@Order(SuiteOrder.LONG)
@ExtendWith(OnCluster.class)
@Timeout(value = 8, unit = TimeUnit.MINUTES)
final class InTreeVolumeScenario {
  private static final String OVERLAY = "../deploy/kubernetes/overlays/emulator-ebs-csi-aws-com";
  private static final String NAME = "ebs-csi-aws-com";

  @Test
  void aPodUsesAnAwsElasticBlockStoreVolume(Cluster cluster) {
    kube(cluster, "apply", "-k", OVERLAY);
    try {
      kube(cluster, "rollout", "status", "deployment/ebs-controller-csi-aws-com");
      untilNodeServicesIn(cluster, "zone-a");
      String volume = cluster.emulator().createVolume("zone-a", 4, "gp3");
      var _ = cluster.emulator().untilState(volume, "available");

      cluster.example("in-tree-volume.yaml", volume);
      String node = Pods.node(cluster.pods().running("in-tree"));
      assertThat(cluster.emulator().volume(volume).instance())
          .contains(cluster.nodes().instance(node));

      cluster.pods().delete("in-tree");
      assertThat(cluster.emulator().untilState(volume, "available").attachment()).isEmpty();
    } finally {
      takeAway(cluster);
    }
  }

  /** Not the rollout's end: it would wait for a node that another scenario has stopped. */
  private static void untilNodeServicesIn(Cluster cluster, String zone) {
    Eventually.matches(
        "the second driver's node services in " + zone,
        Duration.ofMinutes(3),
        () ->
            cluster
                .client()
                .pods()
                .inNamespace(Cluster.DRIVER_NAMESPACE)
                .withLabel("app.kubernetes.io/name", NAME)
                .withLabel("app.kubernetes.io/component", "node")
                .list()
                .getItems()
                .stream()
                .filter(Pods::isReady)
                .map(Pods::node)
                .toList(),
        ready -> ready.containsAll(cluster.nodes().inZone(zone)));
  }

  /** As deploy/README.md says. */
  private static void takeAway(Cluster cluster) {
    Eventually.putBack(
        "the second driver to be taken away",
        () -> {
          kube(cluster, "delete", "-k", OVERLAY, "--ignore-not-found");
          kube(cluster, "delete", "lease", NAME, "--ignore-not-found");
          kube(
              cluster,
              "delete",
              "csistoragecapacities",
              "--selector=csi.storage.k8s.io/drivername=ebs.csi.aws.com");
        });
  }

  private static void kube(Cluster cluster, String... words) {
    Command command = cluster.kubectlCommand(words).inNamespace(Cluster.DRIVER_NAMESPACE);
    var _ = new Command(command.words(), command.environment(), Duration.ofMinutes(3)).output();
  }
}
