package example.ebs.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** The controller or the API server goes away: nothing is lost or left over. */
@Tag("faults")
@Isolated
@Order(SuiteOrder.OUTAGES)
@ExtendWith(OnCluster.class)
@Timeout(value = 6, unit = TimeUnit.MINUTES)
final class OutageScenario {
  private static final Duration TAKEOVER = Duration.ofSeconds(20);
  private static final Duration AWAY = Duration.ofSeconds(30);

  @Test
  void aControllerThatIsKilledBeforeItWritesThePersistentVolumeLeavesOneVolume(Cluster cluster) {
    String leader = cluster.driver().leader();
    String made = SlowVolume.order(cluster);
    cluster.driver().kill(leader);
    cluster.emulator().faults().clear();

    assertThat(cluster.claims().volumeId("data")).isEqualTo(made);
    assertThat(new Leftovers(cluster).volumesOfTheTest()).containsExactly(made);
    cluster.driver().untilReady("controller", 2);
  }

  @Test
  void anotherControllerGoesOnWithinTwentySecondsWhenTheLeaderIsKilled(Cluster cluster) {
    cluster.driver().untilReady("controller", 2);
    String leader = cluster.driver().leader();
    cluster.driver().kill(leader);
    ZonedDateTime last = cluster.driver().lease().getRenewTime();
    cluster.example("s2-claim.yaml");

    LeaseSpec next =
        Eventually.matches(
            "another leader than " + leader,
            Duration.ofMinutes(3),
            () -> cluster.driver().lease(),
            lease -> !List.of("", leader).contains(Driver.holder(lease)));
    // By the controllers' own clock: how long nobody worked, and not when this test saw it.
    Duration nobody = Duration.between(last, next.getAcquireTime());
    System.out.printf(
        "faults: %s took over after %d ms%n", next.getHolderIdentity(), nobody.toMillis());
    assertThat(nobody).isLessThanOrEqualTo(TAKEOVER);
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
      Instant end = Instant.now().plus(AWAY);
      Eventually.holds(AWAY + " to pass", AWAY.multipliedBy(2), () -> Instant.now().isAfter(end));
      times.untilMore(1);
    } finally {
      Eventually.putBack("the API server to go on", server::goOn);
    }
    cluster.apply(
        Cluster.EXAMPLES + "s2-claim.yaml", claim -> claim.replace("name: data", "name: after"));
    var _ = cluster.claims().bound("after");
    cluster.driver().untilReady("controller", 2);
    assertThat(cluster.pods().running("app").getStatus().getPhase()).isEqualTo("Running");
  }
}
