package example.ebs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An existing volume, made with the AWS CLI and used by its id. */
@Tag("S1")
@Order(SuiteOrder.LONG)
@ExtendWith(OnCluster.class)
final class ScenarioS1 {
  private static final String FOLDER = "s1-existing-volume/";

  @Test
  void aPodInAnotherZoneIsToldWhyItDoesNotStartAndStartsInTheRightOne(Cluster cluster) {
    assertThat(cluster.emulator().ec2("describe-availability-zones")).contains("zone-a", "zone-b");
    String volume = cluster.emulator().createVolume("zone-a", 16, "gp2");
    assertThat(cluster.emulator().untilState(volume, "available").zone()).isEqualTo("zone-a");

    cluster.example(FOLDER + "volume-without-zone.yaml", volume);
    cluster.example(FOLDER + "pod-in-the-wrong-zone.yaml");
    String event = cluster.events().containing("in-the-wrong-zone", "FailedAttachVolume", "zone-b");
    assertThat(event)
        .contains(volume + " is in zone zone-a", "is in zone zone-b")
        .contains("run the pod on a node in zone-a", "node affinity");
    assertThat(cluster.pods().find("in-the-wrong-zone").orElseThrow().getStatus().getPhase())
        .isEqualTo("Pending");

    cluster.pods().delete("in-the-wrong-zone");
    cluster.example(FOLDER + "pod-in-the-right-zone.yaml");
    isInUse(cluster, volume, Pods.node(cluster.pods().running("in-the-right-zone")));
  }

  @Test
  void aPodThatNamesNoZoneStartsInThatOfThePersistentVolume(Cluster cluster) {
    String volume = cluster.emulator().createVolume("zone-a", 16, "gp2");
    cluster.example(FOLDER + "volume-with-zone.yaml", volume);
    cluster.example(FOLDER + "pod-anywhere.yaml");

    String node = Pods.node(cluster.pods().running("anywhere"));
    assertThat(cluster.nodes().zone(node)).isEqualTo("zone-a");
    isInUse(cluster, volume, node);
  }

  private static void isInUse(Cluster cluster, String id, String node) {
    Ec2Volume volume = cluster.emulator().volume(id);
    assertThat(volume.state()).isEqualTo("in-use");
    assertThat(volume.instance()).contains(cluster.nodes().instance(node));
    assertThat(volume.attachment().orElseThrow().device()).matches("/dev/(xvd|sd)[a-z]+");
  }
}
