package example.ebs.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * How fast and how large it is, printed as a table; the machine decides too, so none is asserted.
 */
@Tag("figures")
@Isolated
@Order(SuiteOrder.FIGURES)
@ExtendWith(OnCluster.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 20, unit = TimeUnit.MINUTES)
final class FiguresScenario {
  private static final int SINGLE = 20;
  private static final int MANY = 100;
  private static final int PODS = 5;
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Measured measured = new Measured();

  @AfterAll
  void print() {
    measured.print();
  }

  @Test
  @Order(1)
  void theControllerWhileNothingHappens(Cluster cluster) {
    for (Pod pod : cluster.driver().pods("controller")) {
      String name = pod.getMetadata().getName();
      String size = cluster.driver().exec(name, "grep", "VmRSS:", "/proc/1/status");
      long mebibytes = Long.parseLong(size.replaceAll("\\D", "")) / 1024;
      String role = name.equals(cluster.driver().leader()) ? "leader" : "waiting";
      measured.add("controller process, resident, " + role, mebibytes + " MiB", "< 180 MiB");
    }
  }

  /**
   * From the request that makes the pod to the watch event that shows it Ready.
   *
   * <p>A kubelet mounts only after it has told that the volume is in use: on the cluster of
   * kind.yaml within two seconds, elsewhere within ten. It is part of the whole time, and not of
   * ours.
   */
  @Test
  @Order(2)
  void fromANewPodOnANewClaimToRunningWithEc2sTimes(Cluster cluster) {
    Metrics metrics = new Metrics(cluster);
    List<Duration> whole = new ArrayList<>();
    List<Metrics.OwnTime> own = new ArrayList<>();
    Arrivals<Pod> ready = new Arrivals<>(Pods::isReady);
    try (Watch _ = cluster.client().pods().inNamespace(cluster.namespace()).watch(ready)) {
      for (int i = 0; i < PODS; i++) {
        String name = "late" + i;
        Metrics.OwnTime before = metrics.now();
        long started = System.nanoTime();
        cluster.apply(
            Cluster.EXAMPLES + "s6-zones/wait-for-pod.yaml", text -> text.replace("late", name));
        whole.add(ready.since(started, List.of(name), LIMIT));
        own.add(metrics.now().since(before));
      }
    }
    measured.add(
        "new pod and claim to Running, EC2's times, median of " + PODS,
        Measured.seconds(Measured.median(whole)),
        "");
    addOwn("  of which ours", Metrics.OwnTime::whole, own, "<= 0.3 s");
    addOwn("    the controller's RPCs without EC2's waits", Metrics.OwnTime::controller, own, "");
    addOwn("    the node's RPCs, mkfs among them", Metrics.OwnTime::node, own, "");
    addOwn("    waits for the loops", Metrics.OwnTime::waits, own, "");
  }

  private void addOwn(
      String what,
      Function<Metrics.OwnTime, Duration> part,
      List<Metrics.OwnTime> own,
      String goal) {
    measured.add(what, Measured.seconds(Measured.median(own.stream().map(part).toList())), goal);
  }

  @Test
  @Order(3)
  void fromAClaimToBoundWithoutEc2sTimes(Cluster cluster) {
    cluster.driver().latency("none");
    List<Duration> times =
        IntStream.range(0, SINGLE)
            .mapToObj(
                i -> Bench.timeToBound(cluster, 1, n -> Bench.claim("single" + i, "ebs-immediate")))
            .toList();
    measured.add(
        "claim to Bound, median of " + SINGLE, Measured.seconds(Measured.median(times)), "< 0.5 s");
  }

  @Test
  @Order(4)
  void aHundredClaimsToAllBoundAgainstTheFloor(Cluster cluster) {
    Bench.againstTheFloor(cluster, measured, MANY, "ebs-immediate");
  }

  @Test
  @Order(5)
  void callsOfEc2ForEachVolumeThatIsMadeAndDeleted(Cluster cluster) {
    long before = cluster.emulator().faults().calls();
    var _ = Bench.timeToBound(cluster, MANY, i -> Bench.claim("counted" + i, "ebs-immediate"));
    var _ = cluster.kubectl("delete", "pvc", "--all", "--wait=false");
    Eventually.holds("all volumes to go", LIMIT, () -> new Leftovers(cluster).isClean());
    long calls = cluster.emulator().faults().calls() - before;
    measured.add(
        "calls of EC2 for each volume, created and deleted",
        String.format(Locale.ROOT, "%.2f", (double) calls / MANY),
        "<= 2.2");
    cluster.driver().latency("realistic");
  }
}
