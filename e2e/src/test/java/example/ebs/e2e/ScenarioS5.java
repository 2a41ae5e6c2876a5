package example.ebs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Deleting the claim, with either reclaim policy, and while a pod uses it. */
@Tag("S5")
@ExtendWith(OnCluster.class)
final class ScenarioS5 {
  @Test
  void withPolicyDeleteThePersistentVolumeAndTheVolumeGoWithTheClaim(Cluster cluster) {
    cluster.example("s2-claim.yaml");
    PersistentVolume volume = cluster.claims().bound("data");

    var _ = cluster.kubectl("delete", "pvc", "data");
    cluster.claims().untilVolumeGone(volume.getMetadata().getName());
    cluster.emulator().untilGone(volume.getSpec().getCsi().getVolumeHandle());
  }

  @Test
  void withPolicyRetainBothStay(Cluster cluster) {
    cluster.example("s5-retain.yaml");
    var _ = cluster.pods().running("keeper");
    PersistentVolume volume = cluster.claims().bound("keep");
    String name = volume.getMetadata().getName();
    String id = volume.getSpec().getCsi().getVolumeHandle();

    cluster.pods().delete("keeper");
    var _ = cluster.kubectl("delete", "pvc", "keep");
    cluster.claims().untilReleased(name);
    assertThat(cluster.emulator().untilState(id, "available").attachment()).isEmpty();

    // What is retained is deleted by hand.
    var _ = cluster.kubectl("delete", "pv", name);
    assertThat(cluster.emulator().volume(id).state()).isEqualTo("available");
    var _ = cluster.emulator().ec2("delete-volume", "--volume-id=" + id);
  }

  @Test
  @ResourceLock(value = Driver.LIFE, mode = ResourceAccessMode.READ)
  void aClaimThatAPodUsesGoesWithThePodAndNothingIsDeletedWhileAttached(Cluster cluster) {
    cluster.example("s2-claim.yaml");
    cluster.example("s3-pod.yaml");
    var _ = cluster.pods().running("app");
    PersistentVolume volume = cluster.claims().bound("data");
    String id = volume.getSpec().getCsi().getVolumeHandle();

    var _ = cluster.kubectl("delete", "pvc", "data", "--wait=false");
    assertThat(cluster.claims().get("data").isMarkedForDeletion()).isTrue();
    assertThat(cluster.pods().written("app", "/data/times")).isNotEmpty();
    assertThat(cluster.emulator().volume(id).state()).isEqualTo("in-use");

    cluster.pods().delete("app");
    cluster.claims().untilGone("data");
    cluster.claims().untilVolumeGone(volume.getMetadata().getName());
    cluster.emulator().untilGone(id);
    assertThat(cluster.driver().controllerLog("\"DeleteVolume\"", id))
        .as("EC2 refuses to delete what is attached, and was never asked to")
        .anyMatch(line -> line.contains("\"OK\""))
        .noneMatch(line -> line.contains("\"FAILED_PRECONDITION\""));
  }
}
