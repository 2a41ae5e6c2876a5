package example.ebs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A claim gets a volume of its own. */
@Tag("S2")
@ExtendWith(OnCluster.class)
final class ScenarioS2 {
  @Test
  @ResourceLock(value = Driver.LIFE, mode = ResourceAccessMode.READ)
  void aClaimIsBoundToAVolumeOfItsOwn(Cluster cluster) {
    Instant applied = Instant.now();
    cluster.example("s2-claim.yaml");
    PersistentVolume volume = cluster.claims().bound("data");
    System.out.printf(
        "S2: Bound %d ms after it was applied%n",
        Duration.between(applied, Instant.now()).toMillis());

    PersistentVolumeClaim claim = cluster.claims().get("data");
    assertThat(volume.getMetadata().getName()).isEqualTo("pvc-" + claim.getMetadata().getUid());
    assertThat(claim.getSpec().getVolumeName()).isEqualTo(volume.getMetadata().getName());
    assertThat(volume.getSpec().getClaimRef().getUid()).isEqualTo(claim.getMetadata().getUid());
    assertThat(volume.getSpec().getPersistentVolumeReclaimPolicy()).isEqualTo("Delete");
    assertThat(volume.getSpec().getCapacity().get("storage")).hasToString("4Gi");
    assertThat(cluster.events().about("data", "ProvisioningSucceeded"))
        .contains(volume.getSpec().getCsi().getVolumeHandle());
  }

  @Test
  void ec2ShowsTheVolumeWithTheTagsOfItsOwners(Cluster cluster) {
    cluster.example("s2-claim.yaml");
    PersistentVolume volume = cluster.claims().bound("data");
    String handle = volume.getSpec().getCsi().getVolumeHandle();

    assertThat(handle).matches("vol-[0-9a-f]{17}");
    Ec2Volume shown = cluster.emulator().volume(handle);
    assertThat(shown.state()).isEqualTo("available");
    assertThat(shown.sizeGib()).isEqualTo(4);
    assertThat(shown.zone()).isEqualTo(Claims.zone(volume));
    assertThat(shown.tags())
        .containsEntry("CSIVolumeName", volume.getMetadata().getName())
        .containsEntry(Cluster.DRIVER + "/cluster", "true")
        .containsKey(Cluster.DRIVER + "/cluster-name")
        .containsEntry("kubernetes.io/created-for/pv/name", volume.getMetadata().getName())
        .containsEntry("kubernetes.io/created-for/pvc/name", "data")
        .containsEntry("kubernetes.io/created-for/pvc/namespace", cluster.namespace());
  }
}
