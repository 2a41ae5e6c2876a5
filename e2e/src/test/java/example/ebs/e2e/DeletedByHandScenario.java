package example.ebs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody deletes what others still use, in Kubernetes or behind its back in EC2. */
@Tag("faults")
@ExtendWith(OnCluster.class)
final class DeletedByHandScenario {
  @Test
  void aPersistentVolumeThatIsDeletedByHandStaysAsLongAsItIsClaimed(Cluster cluster) {
    cluster.example("s2-claim.yaml");
    cluster.example("s3-pod.yaml");
    var _ = cluster.pods().running("app");
    PersistentVolume volume = cluster.claims().bound("data");
    String id = volume.getSpec().getCsi().getVolumeHandle();

    var _ = cluster.kubectl("delete", "pv", volume.getMetadata().getName(), "--wait=false");
    assertThat(cluster.pods().written("app", "/data/times")).isNotEmpty();
    assertThat(cluster.emulator().volume(id).state()).isEqualTo("in-use");

    cluster.pods().delete("app");
    var _ = cluster.kubectl("delete", "pvc", "data");
    cluster.claims().untilVolumeGone(volume.getMetadata().getName());
    cluster.emulator().untilGone(id);
  }

  @Test
  void aPodWhoseVolumeWasDeletedInEc2IsToldSo(Cluster cluster) {
    cluster.example("s2-claim.yaml");
    String id = cluster.claims().volumeId("data");
    var _ = cluster.emulator().ec2("delete-volume", "--volume-id=" + id);
    cluster.emulator().untilForgotten(id);

    cluster.example("s3-pod.yaml");
    assertThat(
            cluster
                .events()
                .containing(
                    "app", "FailedAttachVolume", "does not exist in this account and region"))
        .contains(id);
  }
}
