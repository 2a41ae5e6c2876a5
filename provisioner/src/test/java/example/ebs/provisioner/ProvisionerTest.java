package example.ebs.provisioner;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.provisioner.drift.Leftovers;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class ProvisionerTest {
  private static final String NAMESPACE = "kube-system";

  @AutoClose private final FakeCluster cluster = new FakeCluster();

  @AutoClose private final FakeDriver driver = FakeDriver.named(Given.DRIVER);
  private final KubernetesClient client = cluster.client();
  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private final BlockingQueue<String> lost = new LinkedBlockingQueue<>();

  @BeforeEach
  void begin() {
    create(Given.waiting("late"));
    for (String zone : List.of("a", "b")) {
      create(Given.node("node-" + zone, zone));
      create(Given.registered("node-" + zone, Given.ZONE));
    }
  }

  @Test
  void aClaimGetsItsVolumeAndAReleasedVolumeGoes() throws Exception {
    try (Provisioner.Running _ = start("one")) {
      PersistentVolume volume = awaitVolume(create(Given.claim("data", "late", "node-b")));
      assertThat(driver.volumes()).hasSize(1);
      assertThat(volume.getSpec().getCsi().getVolumeHandle())
          .isEqualTo(driver.volumes().getFirst().getVolumeId());
      var claim = client.persistentVolumeClaims().inNamespace("default").withName("data");
      cluster.api().await("our finalizer to go", () -> finalizersOfClaims().count() == 1);
      claim.edit(ProvisionerTest::withoutFinalizers);
      claim.delete();
      volume.setStatus(new PersistentVolumeStatusBuilder().withPhase("Released").build());
      client.resource(volume).unlock().update();
      cluster.api().await("the volume to go", () -> volumes().findAny().isEmpty());
      assertThat(driver.volumes()).isEmpty();
    }
    assertThat(lost.poll(30, SECONDS)).isEqualTo("one");
    assertThat(metrics.get("ebs.loop.work").tag("loop", "claim").timers()).isNotEmpty();
  }

  @Test
  void whenTheLeaderGoesAnotherGoesOnAndKnowsWhichZonesAreFull() throws Exception {
    Provisioner.Running first = start("one");
    driver.fail(CreateVolumeRequest.class, new Failure.LimitReached("zone a is full"));
    create(Given.claim("data", "late", "node-a"));
    awaitCapacity(() -> mayPlaceIn("b") && !mayPlaceIn("a"));
    try (Provisioner.Running _ = start("two")) {
      first.close();
      assertThat(lost.poll(30, SECONDS)).isEqualTo("one");
      awaitVolume(create(Given.claim("more", "late", "node-b")));
      assertThat(driver.volumes()).hasSize(1);
      create(Given.waiting("another"));
      awaitCapacity(
          () -> SchedulerQuestion.mayPlace(cluster.api(), "another", Map.of(Given.ZONE, "a")));
      assertThat(mayPlaceIn("a")).isFalse();
      assertThat(mayPlaceIn("b")).isTrue();
    }
  }

  @Test
  void theSchedulerIsToldOfAClassBeforeAnythingElseIsDone() throws Exception {
    create(Given.claim("data", "late", "node-a"));
    cluster.api().forget();
    try (Provisioner.Running _ = start("one")) {
      cluster.api().await("the volume", () -> volumes().findAny().isPresent());
    }
    assertThat(cluster.api().writes())
        .filteredOn(write -> !write.contains("/leases"))
        .first()
        .asString()
        .startsWith("POST")
        .contains("csistoragecapacities");
  }

  @Test
  void theSchedulerKnowsOfAFullZoneBeforeItIsAskedToChooseAgain() throws Exception {
    try (Provisioner.Running _ = start("one")) {
      List<Boolean> mayPlace = new CopyOnWriteArrayList<>();
      cluster
          .api()
          .afterEach(
              () -> {
                if (!isPlaced("data")) {
                  mayPlace.add(mayPlaceIn("a"));
                }
              });
      driver.fail(CreateVolumeRequest.class, new Failure.LimitReached("zone a is full"));
      create(Given.claim("data", "late", "node-a"));
      cluster.api().await("another node to be asked for", () -> !isPlaced("data"));
      assertThat(mayPlace).isNotEmpty().containsOnly(false);
      assertThat(mayPlaceIn("b")).isTrue();
    }
  }

  private boolean isPlaced(String claim) {
    return cluster.api().objects(PersistentVolumeClaim.class).stream()
        .filter(found -> claim.equals(found.getMetadata().getName()))
        .allMatch(found -> found.getMetadata().getAnnotations().containsKey(Given.SELECTED_NODE));
  }

  @Test
  void aReplicaThatWaitsForTheLeaseWatchesNothing() throws Exception {
    try (Provisioner.Running _ = start("one")) {
      awaitVolume(create(Given.claim("data", "late", "node-a")));
      int watches = cluster.api().watches();
      try (Provisioner.Running _ = start("two")) {
        assertThat(cluster.api().watches()).isEqualTo(watches).isPositive();
      }
    }
  }

  @Test
  void whoeverHasLostTheLeaseBeginsNothingMore() throws Exception {
    try (Provisioner.Running _ = start("one")) {
      awaitVolume(create(Given.claim("data", "late", "node-b")));
      client
          .leases()
          .inNamespace(NAMESPACE)
          .withName("ebs-example")
          .patch(
              PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"holderIdentity\":\"thief\"}}");
      assertThat(lost.poll(30, SECONDS)).isEqualTo("one");
      create(Given.claim("late", "late", "node-b"));
    }
    assertThat(driver.requests(CreateVolumeRequest.class)).hasSize(1);
  }

  private Provisioner.Running start(String identity) {
    return Provisioner.start(
        new ProvisionerConfig(NAMESPACE, identity, false, Leftovers.OF_ANYBODY),
        client,
        new Storage.Driver(driver.channel(), "the driver"),
        metrics,
        _ -> {},
        () -> lost.add(identity));
  }

  private <T extends HasMetadata> T create(T object) {
    return client.resource(object).create();
  }

  private PersistentVolume awaitVolume(PersistentVolumeClaim claim) throws InterruptedException {
    String name = "pvc-" + claim.getMetadata().getUid();
    cluster
        .api()
        .await(name, () -> volumes().anyMatch(each -> each.getMetadata().getName().equals(name)));
    return client.persistentVolumes().withName(name).get();
  }

  private void awaitCapacity(BooleanSupplier wished) throws InterruptedException {
    cluster.api().await("capacities", wished);
  }

  private boolean mayPlaceIn(String zone) {
    return SchedulerQuestion.mayPlace(cluster.api(), "late", Map.of(Given.ZONE, zone));
  }

  private Stream<PersistentVolume> volumes() {
    return cluster.api().objects(PersistentVolume.class).stream();
  }

  private Stream<String> finalizersOfClaims() {
    return cluster.api().objects(PersistentVolumeClaim.class).stream()
        .flatMap(claim -> claim.getMetadata().getFinalizers().stream());
  }

  private static PersistentVolumeClaim withoutFinalizers(PersistentVolumeClaim claim) {
    claim.getMetadata().setFinalizers(List.of());
    return claim;
  }
}
