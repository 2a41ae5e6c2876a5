package example.ebs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Things go wrong in the middle: users are told, and nothing is lost or left over. */
@Tag("faults")
@Isolated
@Order(SuiteOrder.FAULTS)
@ExtendWith(OnCluster.class)
@Timeout(value = 6, unit = TimeUnit.MINUTES)
final class FaultsScenario {
  private static final Duration LATE = Duration.ofSeconds(15);
  private static final Duration TAKEOVER = Duration.ofSeconds(20);

  @Test
  void aClaimThatIsDeletedWhileItsVolumeIsMadeLeavesNoVolume(Cluster cluster) {
    volumeMadeAndNotAnswered(cluster);
    var _ = cluster.kubectl("delete", "pvc", "data", "--wait=false");
    assertThat(cluster.claims().get("data").isMarkedForDeletion()).isTrue();

    cluster.emulator().faults().clear();
    cluster.claims().untilGone("data");
    Eventually.holds(
        "the volume to go",
        LATE.multipliedBy(4),
        () -> new Leftovers(cluster).volumesOfTheTest().isEmpty());
  }

  @Test
  void aClassThatIsDeletedMeanwhileIsRememberedAndThenMissed(Cluster cluster) {
    String name = cluster.namespace();
    cluster.applyText(copyOfImmediateClass(name));
    cluster.emulator().faults().delayReply("CreateVolume", 1, LATE);
    cluster.apply(
        Cluster.EXAMPLES + "s2-claim.yaml", claim -> claim.replace("ebs-immediate", name));
    untilOneVolume(cluster);
    var _ = cluster.kubectl("delete", "storageclass", name);

    var _ = cluster.claims().bound("data");
    cluster.apply(
        Cluster.EXAMPLES + "s2-claim.yaml",
        claim -> claim.replace("ebs-immediate", name).replace("name: data", "name: late"));
    assertThat(cluster.events().about("late", "ProvisioningFailed")).contains(name, "not found");
  }

  @Test
  void aPodIsToldThatItsMachineTakesNoMoreVolumesAndStartsWhenItDoes(Cluster cluster) {
    cluster.emulator().faults().fail("AttachVolume", 1000, "AttachmentLimitExceeded");
    cluster.example("s2-claim.yaml");
    cluster.example("s3-pod.yaml");
    String volume = cluster.claims().bound("data").getMetadata().getName();

    assertThat(cluster.events().about("app", "FailedAttachVolume"))
        .contains(volume, "the node has as many volumes as its type allows, use another node");
    cluster.emulator().faults().clear();
    var _ = cluster.pods().running("app");
  }

  @Test
  void aControllerThatIsKilledBeforeItWritesThePersistentVolumeLeavesOneVolume(Cluster cluster) {
    String leader = cluster.driver().leader();
    Ec2Volume made = volumeMadeAndNotAnswered(cluster);
    cluster.driver().kill(leader);
    cluster.emulator().faults().clear();

    assertThat(cluster.claims().volumeId("data")).isEqualTo(made.id());
    assertThat(new Leftovers(cluster).volumesOfTheTest())
        .extracting(Ec2Volume::id)
        .containsExactly(made.id());
    cluster.driver().untilReady("controller", 2);
  }

  @Test
  void anotherControllerGoesOnWithinTwentySecondsWhenTheLeaderIsKilled(Cluster cluster) {
    cluster.driver().untilReady("controller", 2);
    String leader = cluster.driver().leader();
    Instant killed = Instant.now();
    cluster.driver().kill(leader);
    cluster.example("s2-claim.yaml");

    String next =
        Eventually.present(
            "another leader than " + leader,
            TAKEOVER,
            () -> cluster.driver().leaderNow().filter(holder -> !holder.equals(leader)));
    System.out.printf(
        "faults: %s took over after %d ms%n",
        next, Duration.between(killed, Instant.now()).toMillis());
    var _ = cluster.claims().bound("data");
    cluster.driver().untilReady("controller", 2);
  }

  @Test
  void nothingIsLostWhileTheApiServerIsAwayForThirtySeconds(Cluster cluster) {
    ApiServer server = new ApiServer(KindNode.controlPlane(cluster));
    cluster.example("s2-claim.yaml");
    cluster.example("s3-pod.yaml");
    KindNode machine = KindNode.of(Pods.node(cluster.pods().running("app")));
    TimesFile times = TimesFile.of(cluster, machine, "app", "data");

    server.pause();
    try {
      times.untilMore(30);
    } finally {
      server.goOn();
    }
    cluster.apply(
        Cluster.EXAMPLES + "s2-claim.yaml", claim -> claim.replace("name: data", "name: after"));
    var _ = cluster.claims().bound("after");
    cluster.driver().untilReady("controller", 2);
    assertThat(cluster.pods().running("app").getStatus().getPhase()).isEqualTo("Running");
  }

  /** A claim whose volume is there in EC2, while the controller still waits for the answer. */
  private static Ec2Volume volumeMadeAndNotAnswered(Cluster cluster) {
    cluster.emulator().faults().delayReply("CreateVolume", 1, LATE);
    cluster.example("s2-claim.yaml");
    Ec2Volume made = untilOneVolume(cluster);
    assertThat(cluster.claims().get("data").getStatus().getPhase()).isEqualTo("Pending");
    return made;
  }

  private static Ec2Volume untilOneVolume(Cluster cluster) {
    List<Ec2Volume> made =
        Eventually.matches(
            "a volume of the test in EC2",
            LATE,
            () -> new Leftovers(cluster).volumesOfTheTest(),
            volumes -> volumes.size() == 1);
    return made.getFirst();
  }

  private static String copyOfImmediateClass(String name) {
    return """
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata: {name: %s}
        provisioner: ebs.example
        volumeBindingMode: Immediate
        """
        .formatted(name);
  }
}
