package example.ebs.provisioner;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.local.model.LocalDriver;
import example.ebs.local.model.LocalRoots;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.provisioner.drift.Leftovers;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeStatusBuilder;
import io.fabric8.kubernetes.api.model.storage.CSINodeBuilder;
import io.fabric8.kubernetes.api.model.storage.CSIStorageCapacity;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loops of an installation that serves local volumes, alone and beside a driver. */
@Timeout(120)
final class LocalProvisionerTest {
  private static final LocalDriver NAMES = new LocalDriver(Given.DRIVER);
  private static final LocalRoots ROOTS = LocalRoots.standard(LocalRoots.DEFAULT_FOLDER);

  @AutoClose private final FakeCluster cluster = new FakeCluster();
  @AutoClose private final FakeDriver driver = FakeDriver.named(Given.DRIVER);
  private final KubernetesClient client = cluster.client();
  private final BlockingQueue<String> lost = new LinkedBlockingQueue<>();

  @BeforeEach
  void begin() {
    create(Given.waiting("late"));
    create(local(Given.waiting("local")));
    for (String zone : List.of("a", "b")) {
      create(labelled("node-" + zone, zone));
      create(
          new CSINodeBuilder(Given.registered("node-" + zone, Given.ZONE))
              .editSpec()
              .addNewDriver()
              .withName(NAMES.name())
              .withNodeID("node-" + zone)
              .withTopologyKeys(NAMES.topologyKey())
              .endDriver()
              .endSpec()
              .build());
    }
  }

  @Test
  void withoutAnyDriverAClaimGetsItsVolumeAndAReleasedVolumeGoesToItsNode() throws Exception {
    try (Provisioner.Running _ = start(new Storage.Local(Given.DRIVER, ROOTS))) {
      create(Given.claim("data", "local", "node-b"));
      PersistentVolume volume = awaitVolume();
      var claim = client.persistentVolumeClaims().inNamespace("default").withName("data");
      claim.edit(
          found -> {
            found.getMetadata().setFinalizers(List.of());
            return found;
          });
      claim.delete();
      volume.setStatus(new PersistentVolumeStatusBuilder().withPhase("Released").build());
      client.resource(volume).unlock().update();
      cluster
          .api()
          .await("the deletion", () -> volumes().allMatch(PersistentVolume::isMarkedForDeletion));
      assertThat(volumes()).hasSize(1);
      assertThat(cluster.api().objects(CSIStorageCapacity.class)).isEmpty();
    }
    assertThat(lost.poll(30, SECONDS)).isEqualTo("lost");
  }

  @Test
  void besideADriverEachClaimGetsItsOwnKindAndTheSchedulerIsToldOfBoth() throws Exception {
    try (Provisioner.Running _ = start(new Storage.DriverAndLocal(driver.channel(), ROOTS))) {
      create(Given.claim("data", "local", "node-b"));
      assertThat(awaitVolume().getSpec().getCsi().getDriver()).isEqualTo(NAMES.name());
      create(Given.claim("more", "late", "node-a"));
      cluster.api().await("two volumes", () -> volumes().count() == 2);
      assertThat(driver.requests(CreateVolumeRequest.class)).hasSize(1);
      for (String storageClass : List.of("local", "late")) {
        assertThat(mayPlace(storageClass, Map.of())).isTrue();
      }
    }
  }

  @Test
  void podsStayAwayFromANodeWithoutItsNodeServiceUntilThatHasRegistered() throws Exception {
    Map<String, String> nodeC = Map.of("kubernetes.io/hostname", "node-c");
    longAgo(create(labelled("node-c", "a")));
    try (Provisioner.Running _ = start(new Storage.DriverAndLocal(driver.channel(), ROOTS))) {
      cluster.api().await("room", () -> mayPlace("local", nodeC));
      create(Given.claim("data", "local", "node-c"));
      cluster.api().await("no room on node-c", () -> !mayPlace("local", nodeC));
      assertThat(mayPlace("local", Map.of("kubernetes.io/hostname", "node-b"))).isTrue();
      assertThat(mayPlace("late", nodeC)).isTrue();
      create(
          new CSINodeBuilder(Objects.csiNode("node-c", NAMES.name(), "node-c"))
              .editSpec()
              .editFirstDriver()
              .withTopologyKeys(NAMES.topologyKey())
              .endDriver()
              .endSpec()
              .build());
      cluster.api().await("room on node-c", () -> mayPlace("local", nodeC));
    }
  }

  /** Another driver's parameters are its own, whatever they mean to us. */
  @Test
  void overAnyDriverTheKeyThatSaysOurModeIsTheDrivers() throws Exception {
    try (Provisioner.Running _ = start(new Storage.Driver(driver.channel(), "the driver"))) {
      create(Given.claim("data", "local", "node-b"));
      assertThat(awaitVolume().getSpec().getCsi().getDriver()).isEqualTo(Given.DRIVER);
      assertThat(driver.requests(CreateVolumeRequest.class).getFirst().getParametersMap())
          .containsEntry("mode", "hostPath");
    }
  }

  @Test
  void whereLocalVolumesAreNotServedTheirPodsArePlacedAllTheSameSoThatTheirClaimsAreTold()
      throws Exception {
    try (Provisioner.Running _ = start(new Storage.Ebs(driver.channel()))) {
      cluster.api().await("room", () -> mayPlace("local", Map.of()));
      create(Given.claim("data", "local", "node-b"));
      cluster
          .api()
          .await(
              "the event",
              () ->
                  cluster.api().objects(Event.class).stream()
                      .anyMatch(event -> event.getMessage().contains("EBS volumes only")));
      assertThat(volumes()).isEmpty();
    }
  }

  /** The server itself writes when a node joined. */
  private void longAgo(HasMetadata node) {
    node.getMetadata().setCreationTimestamp("2025-01-01T00:00:00Z");
    cluster.api().putUnseen("/api/v1/nodes/" + node.getMetadata().getName(), node);
  }

  private boolean mayPlace(String storageClass, Map<String, String> node) {
    return SchedulerQuestion.mayPlace(cluster.api(), storageClass, node);
  }

  private Provisioner.Running start(Storage storage) {
    return Provisioner.start(
        new ProvisionerConfig("kube-system", "one", false, Leftovers.OF_ANYBODY),
        client,
        storage,
        new SimpleMeterRegistry(),
        _ -> {},
        () -> lost.add("lost"));
  }

  private PersistentVolume awaitVolume() throws InterruptedException {
    cluster.api().await("a volume", () -> volumes().findAny().isPresent());
    return volumes().findAny().orElseThrow();
  }

  private Stream<PersistentVolume> volumes() {
    return cluster.api().objects(PersistentVolume.class).stream();
  }

  private static HasMetadata labelled(String name, String zone) {
    HasMetadata node = Given.node(name, zone);
    node.getMetadata().getLabels().put(NAMES.topologyKey(), name);
    return node;
  }

  private static StorageClass local(StorageClass any) {
    return new StorageClassBuilder(any).withParameters(Map.of("mode", "hostPath")).build();
  }

  private <T extends HasMetadata> T create(T object) {
    return client.resource(object).create();
  }
}
