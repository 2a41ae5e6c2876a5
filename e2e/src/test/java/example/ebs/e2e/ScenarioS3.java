package example.ebs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A pod on a claim: attached, formatted, mounted, bound into the pod. */
@Tag("S3")
@ExtendWith(OnCluster.class)
@ResourceLock(value = Driver.LIFE, mode = ResourceAccessMode.READ)
final class ScenarioS3 {
  @Test
  void thePodRunsInTheVolumesZoneWithTheVolumeAttached(Cluster cluster) {
    cluster.example("s2-claim.yaml");
    cluster.example("s3-pod.yaml");
    String node = Pods.node(cluster.pods().running("app"));
    PersistentVolume claimed = cluster.claims().bound("data");

    Ec2Volume volume = cluster.emulator().volume(claimed.getSpec().getCsi().getVolumeHandle());
    assertThat(cluster.nodes().zone(node)).isEqualTo(volume.zone()).isEqualTo(Claims.zone(claimed));
    assertThat(volume.state()).isEqualTo("in-use");
    assertThat(volume.instance()).contains(cluster.nodes().instance(node));
    assertThat(volume.attachment().orElseThrow().device()).matches("/dev/xvd[a-z]+");
  }

  @Test
  void theVolumeIsMountedOnceForTheNodeAndBoundIntoThePod(Cluster cluster) {
    cluster.example("s2-claim.yaml");
    cluster.example("s3-pod.yaml");
    Pod pod = cluster.pods().running("app");

    List<NodeMounts.Mount> mounts = mounts(cluster, pod);
    assertThat(mounts).extracting(NodeMounts.Mount::filesystem).containsOnly("ext4");
    assertThat(mounts)
        .extracting(NodeMounts.Mount::target)
        .anyMatch(
            target -> target.matches(".*/kubernetes.io/csi/ebs.example/[0-9a-f]+/globalmount"))
        .anyMatch(target -> target.contains("/pods/" + Pods.uid(pod) + "/volumes/"));
    assertThat(cluster.pods().exec("app", "df", "/data")).contains("/data");
  }

  @Test
  void theVolumeIsFormattedOnce(Cluster cluster) {
    cluster.example("s2-claim.yaml");
    cluster.example("s3-pod.yaml");
    Pod first = cluster.pods().running("app");
    String formatted = filesystemId(cluster, first);

    cluster.pods().delete("app");
    cluster.example("s3-pod.yaml");
    assertThat(filesystemId(cluster, cluster.pods().running("app"))).isEqualTo(formatted);
    assertThat(formatted).matches("[0-9a-f-]{36}");
  }

  @Test
  void eachStepHasAnEventOrALineInALog(Cluster cluster) {
    cluster.example("s2-claim.yaml");
    cluster.example("s3-pod.yaml");
    String node = Pods.node(cluster.pods().running("app"));
    String volume = cluster.claims().volumeId("data");

    assertThat(cluster.events().about("data", "ProvisioningSucceeded")).contains(volume);
    assertThat(cluster.events().about("app", "SuccessfulAttachVolume")).contains("pvc-");
    assertThat(cluster.driver().controllerLog("ControllerPublishVolume", volume, "\"OK\""))
        .isNotEmpty();
    for (String method : List.of("NodeStageVolume", "NodePublishVolume")) {
      assertThat(cluster.driver().nodeLog(node, method, volume, "\"OK\""))
          .isNotEmpty()
          .allMatch(line -> line.matches("\\S+Z INFO .* ms=\"[0-9.]+\".*"));
    }
  }

  private static List<NodeMounts.Mount> mounts(Cluster cluster, Pod pod) {
    return new NodeMounts(cluster, Pods.node(pod))
        .of(Pods.uid(pod), cluster.claims().bound("data").getMetadata().getName());
  }

  private static String filesystemId(Cluster cluster, Pod pod) {
    return new NodeMounts(cluster, Pods.node(pod)).filesystemId(mounts(cluster, pod).getFirst());
  }
}
