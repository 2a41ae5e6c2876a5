package example.ebs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Things go wrong in the middle: users are told, and nothing is lost or left over. */
@Tag("faults")
@ExtendWith(OnCluster.class)
final class FaultsScenario {
  private static final Duration SOON = Duration.ofMinutes(3);

  @Test
  void aClaimThatIsDeletedWhileItsVolumeIsMadeLeavesNoVolume(Cluster cluster) {
    var _ = SlowVolume.order(cluster);
    var _ = cluster.kubectl("delete", "pvc", "data", "--wait=false");
    assertThat(cluster.claims().get("data").isMarkedForDeletion()).isTrue();

    cluster.emulator().faults().clear();
    cluster.claims().untilGone("data");
    Eventually.holds(
        "the volume to go", SOON, () -> new Leftovers(cluster).volumesOfTheTest().isEmpty());
  }

  @Test
  @ResourceLock(value = Driver.LIFE, mode = ResourceAccessMode.READ)
  void aClassThatIsDeletedMeanwhileIsRememberedAndThenMissed(Cluster cluster) {
    String name = cluster.copyOfClass("ebs-immediate");
    SlowVolume.delayAnswer(cluster);
    cluster.apply(
        Cluster.EXAMPLES + "s2-claim.yaml", claim -> claim.replace("ebs-immediate", name));
    var _ = SlowVolume.untilMade(cluster);
    var _ = cluster.kubectl("delete", "storageclass", name);

    cluster.emulator().faults().clear();
    var _ = cluster.claims().bound("data");
    cluster.apply(
        Cluster.EXAMPLES + "s2-claim.yaml",
        claim -> claim.replace("ebs-immediate", name).replace("name: data", "name: late"));
    // Kubernetes' own words, or ours where it has not heard of the deletion yet.
    assertThat(cluster.events().containing("late", "ProvisioningFailed", name))
        .containsAnyOf("not found", "does not exist");
  }

  @Test
  void aPodIsToldThatItsMachineTakesNoMoreVolumesAndStartsWhenItDoes(Cluster cluster) {
    cluster.example("s2-claim.yaml");
    String volume = cluster.claims().bound("data").getMetadata().getName();
    cluster
        .emulator()
        .faults()
        .fail("AttachVolume", cluster.claims().volumeId("data"), 1000, "AttachmentLimitExceeded");
    cluster.example("s3-pod.yaml");

    assertThat(
            cluster
                .events()
                .containing(
                    "app",
                    "FailedAttachVolume",
                    "the node has as many volumes as its type allows, use another node"))
        .contains(volume);
    cluster.emulator().faults().clear();
    var _ = cluster.pods().running("app");
  }
}
