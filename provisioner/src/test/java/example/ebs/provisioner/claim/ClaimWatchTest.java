package example.ebs.provisioner.claim;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.time.Pause;
import example.ebs.csi.time.Waiting;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.provisioner.DrivenClock;
import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.Given;
import example.ebs.provisioner.loop.LoopMetrics;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.Outcome;
import example.ebs.provisioner.loop.ReconcileLoop;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which changes lead to another look; the clock stands still, so no look is a repetition. */
@Timeout(60)
final class ClaimWatchTest {
  private static final int MOST_POLLS = 1500;
  private static final Duration WAKE = Duration.ofMillis(5);
  private static final PersistentVolumeClaim SENTINEL = Given.claim("sentinel", "sentinels");

  @AutoClose private static final FakeCluster CLUSTER = new FakeCluster().start();
  @AutoClose private final ClaimsAtWork work = new ClaimsAtWork(CLUSTER);
  private final List<ObjectKey> begun = new CopyOnWriteArrayList<>();
  private final List<ObjectKey> ended = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> sentinels = new LinkedBlockingQueue<>();
  private final Set<String> early = new HashSet<>();

  /** Moves by what a wake takes, and never as far as to the end of a delay. */
  private final DrivenClock clock = new DrivenClock();

  @AutoClose
  private final ReconcileLoop loop =
      new ReconcileLoop(
          "claim",
          this::look,
          new LoopMetrics(new SimpleMeterRegistry()),
          () -> true,
          new Waiting(clock, Pause.sleeping()));

  /** Of each kind that is watched one is changed, so that all that came before is dealt with. */
  @BeforeEach
  void begin() throws InterruptedException {
    ClaimWatch.begin(CLUSTER.cluster(), ClaimsAtWork.NAMES, loop);
    loop.start(List::of);
    CLUSTER.put(SENTINEL);
    awaitSentinel("sentinel");
    List<HasMetadata> kinds =
        List.of(
            Given.immediate("sentinels"),
            Given.node("node-z", "z"),
            Given.registered("node-z", Given.ZONE));
    for (HasMetadata kind : kinds) {
      CLUSTER.put(kind);
      awaitSentinel("sentinel");
    }
    passThroughClaimsAndVolumes();
  }

  @Test
  void ourOwnMarksOnAClaimLeadToNoOtherLook() throws InterruptedException {
    CLUSTER.put(Given.claim("data", "early"));
    assertThat(looksAt("data")).as("it appears, and its volume appears").isBetween(1, 2);
    assertThat(work.driver.requests(CreateVolumeRequest.class)).hasSize(1);
  }

  @Test
  void aFailureLeadsToNoLookBeforeItsTime() throws InterruptedException {
    work.driver.fail(CreateVolumeRequest.class, new Failure.Internal("no"));
    CLUSTER.put(Given.claim("data", "early"));
    assertThat(looksAt("data")).isEqualTo(1);
  }

  @Test
  void aClaimThatAsksForAnotherNodeRestsUntilItHasOne() throws InterruptedException {
    work.driver.fail(CreateVolumeRequest.class, new Failure.LimitReached("full"));
    PersistentVolumeClaim claim = CLUSTER.put(Given.claim("data", "late", "node-a"));
    assertThat(looksAt("data")).as("it appears, and loses its node").isBetween(1, 2);
    assertThat(work.driver.requests(CreateVolumeRequest.class)).hasSize(1);
    CLUSTER.put(
        new PersistentVolumeClaimBuilder(work.now(claim))
            .editMetadata()
            .addToAnnotations(Given.SELECTED_NODE, "node-b")
            .endMetadata()
            .build());
    looksAt("data");
    assertThat(work.zones()).containsExactly("a", "b");
  }

  @Test
  void aNodeThatTellsOfItselfIsNoReasonToLookAndANewOneIsForWhoWaitsForAPlace()
      throws InterruptedException {
    CLUSTER.put(Given.allowing(Given.immediate("elsewhere"), "nowhere"));
    CLUSTER.put(Given.claim("rests", "late"));
    CLUSTER.put(Given.claim("waits", "elsewhere"));
    assertThat(looksAt("rests")).isEqualTo(1);
    int before = looksAt("waits");
    CLUSTER.put(
        new NodeBuilder(Given.node("node-a", "a"))
            .withNewStatus()
            .addNewCondition()
            .withType("Ready")
            .withStatus("True")
            .endCondition()
            .endStatus()
            .build());
    CLUSTER.put(Given.node("node-new", "c"));
    awaitSentinel("sentinel");
    assertThat(looksAt("waits")).isEqualTo(before + 1);
    assertThat(looksAt("rests")).isEqualTo(1);
  }

  private Outcome look(ObjectKey key) {
    if (key.name().startsWith("sentinel")) {
      sentinels.add(key.name());
      return Outcome.waiting();
    }
    begun.add(key);
    try {
      return work.lookAtOnce(key);
    } finally {
      ended.add(key);
    }
  }

  /** How often it has been looked at, once nothing that happened so far leads to another look. */
  private int looksAt(String claim) throws InterruptedException {
    int before;
    do {
      before = begun.size();
      CLUSTER.settle();
      passThroughClaimsAndVolumes();
    } while (begun.size() != before || ended.size() != before);
    return Collections.frequency(begun, new ObjectKey("default", claim));
  }

  private void passThroughClaimsAndVolumes() throws InterruptedException {
    String unique = "sentinel-" + UUID.randomUUID();
    CLUSTER.put(Given.claim(unique + "-claim", "sentinels"));
    CLUSTER.put(
        new PersistentVolumeBuilder()
            .withNewMetadata()
            .withName(unique)
            .endMetadata()
            .withNewSpec()
            .withNewClaimRef()
            .withNamespace("default")
            .withName(unique + "-volume")
            .endClaimRef()
            .endSpec()
            .build());
    awaitSentinel(unique + "-claim");
    awaitSentinel(unique + "-volume");
  }

  /** Of several sentinels any may come first. */
  private void awaitSentinel(String name) throws InterruptedException {
    while (!early.remove(name)) {
      Optional<String> next = Optional.ofNullable(sentinels.poll(20, MILLISECONDS));
      for (int polls = 0; next.isEmpty(); polls++) {
        assertThat(polls).as("polls for a look at " + name).isLessThan(MOST_POLLS);
        clock.advance(WAKE);
        next = Optional.ofNullable(sentinels.poll(20, MILLISECONDS));
      }
      early.add(next.get());
    }
  }
}
