package example.ebs.provisioner.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.provisioner.DrivenClock;
import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.Given;
import example.ebs.provisioner.csi.DriverNames;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.Outcome;
import example.ebs.provisioner.topology.FullSegments;
import example.ebs.provisioner.topology.NodePlaces;
import example.ebs.provisioner.topology.Segment;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.storage.CSIStorageCapacity;
import io.fabric8.kubernetes.api.model.storage.CSIStorageCapacityBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CapacityReconcilerTest {
  private static final String NAMESPACE = "kube-system";
  private static final DriverNames NAMES = new DriverNames(Given.DRIVER);
  private static final StorageClass LATE = Given.waiting("late");
  private static final ObjectKey KEY = ObjectKey.of("late");
  private static final Quantity AMPLE = new Quantity("1Pi");
  private static final Quantity NONE = new Quantity("0");

  @AutoClose private static final FakeCluster CLUSTER = new FakeCluster().start();
  private final DrivenClock clock = new DrivenClock();
  private FullSegments full = new FullSegments(clock);
  private CapacityReconciler capacity = reconciler();

  private CapacityReconciler reconciler() {
    return new CapacityReconciler(
        CLUSTER.cluster(),
        NAMES,
        new ClassPlaces(
            new NodePlaces(CLUSTER.cluster(), Given.DRIVER),
            new NodePlaces(CLUSTER.cluster(), "local." + Given.DRIVER)),
        full,
        NAMESPACE,
        clock);
  }

  @BeforeEach
  void begin() {
    CLUSTER.clear();
    runningIn("a");
    runningIn("b");
    CLUSTER.put(LATE);
    CLUSTER.api().forget();
  }

  @Test
  void thereIsRoomWhereverNodesAre() {
    assertThat(capacity.reconcile(KEY)).isEqualTo(Outcome.done());
    assertThat(told()).containsExactlyInAnyOrder("late a 1Pi", "late b 1Pi");
    CSIStorageCapacity object = objects().getFirst();
    assertThat(object.getMetadata().getLabels())
        .containsEntry("csi.storage.k8s.io/drivername", Given.DRIVER)
        .containsEntry("csi.storage.k8s.io/managed-by", NAMES.lease());
  }

  @Test
  void onlyClassesOfTheDriverThatWaitForTheirPodsAreToldOf() {
    CLUSTER.put(Given.immediate("early"));
    CLUSTER.put(
        new StorageClassBuilder(Given.waiting("foreign")).withProvisioner("other.example").build());
    capacity.reconcile(ObjectKey.of("early"));
    capacity.reconcile(ObjectKey.of("foreign"));
    capacity.reconcile(ObjectKey.of("none"));
    assertThat(told()).isEmpty();
  }

  @Test
  void nothingIsWrittenWhenNothingHasChanged() {
    capacity.reconcile(KEY);
    full.mark("late", zone("a"));
    capacity.reconcile(KEY);
    CLUSTER.api().forget();
    capacity.reconcile(KEY);
    assertThat(CLUSTER.api().writes()).isEmpty();
  }

  @Test
  void aFullZoneHasNoRoomForFiveMinutes() {
    capacity.reconcile(KEY);
    full.mark("late", zone("a"));
    assertThat(capacity.reconcile(KEY)).isEqualTo(Outcome.after(Duration.ofSeconds(301)));
    assertThat(told()).containsExactlyInAnyOrder("late a 0", "late b 1Pi");
    clock.advance(Duration.ofSeconds(301));
    assertThat(capacity.reconcile(KEY)).isEqualTo(Outcome.done());
    assertThat(told()).containsExactlyInAnyOrder("late a 1Pi", "late b 1Pi");
    assertThat(objects())
        .allSatisfy(object -> assertThat(CapacityObjects.fullUntil(NAMES, object)).isEmpty());
  }

  @Test
  void aNewZoneIsToldOfAndAClassThatIsGoneIsNot() {
    capacity.reconcile(KEY);
    runningIn("c");
    capacity.reconcile(KEY);
    assertThat(told()).containsExactlyInAnyOrder("late a 1Pi", "late b 1Pi", "late c 1Pi");
    CLUSTER.delete(LATE);
    capacity.reconcile(KEY);
    assertThat(told()).isEmpty();
  }

  @Test
  void aNewLeaderKeepsTheZeroAndKnowsWhichClassesWereToldOf() {
    full.mark("late", zone("a"));
    capacity.reconcile(KEY);
    clock.advance(Duration.ofMinutes(1));
    full = new FullSegments(clock);
    capacity = reconciler();
    assertThat(capacity.takeOver()).containsExactly(KEY);
    assertThat(capacity.reconcile(KEY)).isEqualTo(Outcome.after(Duration.ofSeconds(241)));
    assertThat(told()).containsExactlyInAnyOrder("late a 0", "late b 1Pi");
  }

  @Test
  void aSecondRefusalProlongsTheZeroForTheNextLeaderToo() {
    full.mark("late", zone("a"));
    capacity.reconcile(KEY);
    clock.advance(Duration.ofMinutes(4));
    full.mark("late", zone("a"));
    capacity.reconcile(KEY);
    assertThat(objects())
        .extracting(object -> CapacityObjects.fullUntil(NAMES, object).orElse(""))
        .contains(clock.instant().plus(Duration.ofMinutes(5)).toString());
  }

  @Test
  void whatSomebodyElseWroteIsNotUnderstoodAndStays() {
    CLUSTER.client().resource(foreign("other.example", "late")).create();
    CLUSTER.client().resource(foreign(Given.DRIVER, "late")).create();
    assertThat(capacity.takeOver()).containsExactly(KEY);
    capacity.reconcile(KEY);
    assertThat(told()).containsExactlyInAnyOrder("late b 1Pi", "late a 1Pi");
    assertThat(CLUSTER.api().objects().filter(each -> "CSIStorageCapacity".equals(each.getKind())))
        .as("the other driver's is there still")
        .hasSize(3);
  }

  private static CSIStorageCapacity foreign(String driver, String storageClass) {
    return new CSIStorageCapacityBuilder()
        .withNewMetadata()
        .withName("of-" + driver)
        .withNamespace(NAMESPACE)
        .addToLabels("csi.storage.k8s.io/drivername", driver)
        .addToAnnotations(NAMES.fullUntilAnnotation(), "soon")
        .endMetadata()
        .withStorageClassName(storageClass)
        .withNewNodeTopology()
        .addToMatchLabels(Given.ZONE, "z")
        .endNodeTopology()
        .withCapacity(NONE)
        .build();
  }

  private static void runningIn(String zone) {
    CLUSTER.put(Given.node("node-" + zone, zone));
    CLUSTER.put(Given.registered("node-" + zone, Given.ZONE));
  }

  private static Segment zone(String name) {
    return Segment.of(Map.of(Given.ZONE, name));
  }

  private static List<CSIStorageCapacity> objects() {
    return CLUSTER
        .client()
        .storage()
        .v1()
        .csiStorageCapacities()
        .inNamespace(NAMESPACE)
        .withLabel("csi.storage.k8s.io/drivername", Given.DRIVER)
        .list()
        .getItems();
  }

  /** Class, zone and room of each. */
  private static List<String> told() {
    return objects().stream()
        .map(
            object ->
                "%s %s %s"
                    .formatted(
                        object.getStorageClassName(),
                        object.getNodeTopology().getMatchLabels().get(Given.ZONE),
                        AMPLE.equals(object.getCapacity()) ? "1Pi" : object.getCapacity()))
        .toList();
  }
}
