package example.ebs.provisioner.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.provisioner.DrivenClock;
import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.Given;
import example.ebs.provisioner.SchedulerQuestion;
import example.ebs.provisioner.csi.DriverNames;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.Outcome;
import example.ebs.provisioner.topology.FullSegments;
import example.ebs.provisioner.topology.Segment;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.storage.CSIStorageCapacity;
import io.fabric8.kubernetes.api.model.storage.CSIStorageCapacityBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In a cluster without any node, as it makes no difference. */
final class CapacityReconcilerTest {
  private static final String NAMESPACE = "kube-system";
  private static final DriverNames NAMES = new DriverNames(Given.DRIVER);
  private static final StorageClass LATE = Given.waiting("late");
  private static final ObjectKey KEY = ObjectKey.of("late");
  private static final String HOSTNAME = "kubernetes.io/hostname";

  @AutoClose private static final FakeCluster CLUSTER = new FakeCluster().start();
  private final DrivenClock clock = new DrivenClock();
  private FullSegments full = new FullSegments(clock);
  private CapacityReconciler capacity = reconciler();

  private CapacityReconciler reconciler() {
    return new CapacityReconciler(CLUSTER.cluster(), NAMES, full, NAMESPACE, clock);
  }

  @BeforeEach
  void begin() {
    CLUSTER.clear();
    CLUSTER.put(LATE);
    CLUSTER.api().forget();
  }

  @Test
  void podsMayGoToAnyNodeAlsoToOneThatAnAutoscalerHasNotMadeYet() {
    assertThat(mayPlaceIn("a")).isFalse();
    assertThat(capacity.reconcile(KEY)).isEqualTo(Outcome.done());
    assertThat(mayPlaceIn("a")).isTrue();
    assertThat(mayPlaceOn(Map.of())).isTrue();
    assertThat(objects())
        .singleElement()
        .extracting(object -> object.getMetadata().getLabels())
        .isEqualTo(
            Map.of(
                "csi.storage.k8s.io/drivername",
                Given.DRIVER,
                "csi.storage.k8s.io/managed-by",
                NAMES.lease()));
  }

  @Test
  void whichNodesThereAreChangesNothing() {
    capacity.reconcile(KEY);
    List<CSIStorageCapacity> before = objects();
    CLUSTER.put(Given.node("node-a", "a"));
    CLUSTER.put(Given.registered("node-a", Given.ZONE));
    CLUSTER.api().forget();
    capacity.reconcile(KEY);
    CLUSTER.delete(Given.node("node-a", "a"));
    capacity.reconcile(KEY);
    assertThat(objects()).isEqualTo(before);
    assertThat(CLUSTER.api().writes()).noneMatch(write -> write.contains("csistoragecapacities"));
  }

  @Test
  void onlyClassesOfTheDriverThatWaitForTheirPodsAreToldOf() {
    CLUSTER.put(Given.immediate("early"));
    CLUSTER.put(
        new StorageClassBuilder(Given.waiting("foreign")).withProvisioner("other.example").build());
    capacity.reconcile(ObjectKey.of("early"));
    capacity.reconcile(ObjectKey.of("foreign"));
    capacity.reconcile(ObjectKey.of("none"));
    assertThat(objects()).isEmpty();
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
  void noPodGoesToAFullZoneForFiveMinutesWhetherItHasNodesOrNot() {
    capacity.reconcile(KEY);
    full.mark("late", zone("a"));
    assertThat(capacity.reconcile(KEY)).isEqualTo(Outcome.after(Duration.ofSeconds(301)));
    assertThat(mayPlaceIn("a")).isFalse();
    assertThat(mayPlaceIn("b")).isTrue();
    assertThat(mayPlaceIn("c")).isTrue();
    full.mark("late", zone("c"));
    capacity.reconcile(KEY);
    assertThat(List.of(mayPlaceIn("a"), mayPlaceIn("b"), mayPlaceIn("c")))
        .containsExactly(false, true, false);
    clock.advance(Duration.ofSeconds(301));
    assertThat(capacity.reconcile(KEY)).isEqualTo(Outcome.done());
    assertThat(mayPlaceIn("a")).isTrue();
    assertThat(objects())
        .singleElement()
        .satisfies(object -> assertThat(FullUntil.of(NAMES, object)).isEmpty());
  }

  @Test
  void atNoMomentIsThereNoRoomAnywhere() {
    capacity.reconcile(KEY);
    List<Boolean> room = new ArrayList<>();
    CLUSTER.api().afterEach(() -> room.add(mayPlaceIn("b")));
    full.mark("late", zone("a"));
    capacity.reconcile(KEY);
    full.mark("late", zone("c"));
    capacity.reconcile(KEY);
    clock.advance(Duration.ofSeconds(301));
    capacity.reconcile(KEY);
    assertThat(objects()).hasSize(1);
    // Three times a new one and the old one's end, as a selector cannot be changed.
    assertThat(room).hasSize(6).containsOnly(true);
  }

  @Test
  void aFullZoneConcernsItsOwnClassOnly() {
    CLUSTER.put(Given.waiting("other"));
    full.mark("late", zone("a"));
    capacity.reconcile(KEY);
    capacity.reconcile(ObjectKey.of("other"));
    assertThat(SchedulerQuestion.mayPlace(CLUSTER.api(), "other", Map.of(Given.ZONE, "a")))
        .isTrue();
  }

  @Test
  void ofSeveralLabelsTheZonesIsTheOneThatNodesToComeAreKnownBy() {
    full.mark("late", Segment.of(Map.of("topology.other.example/zone", "a", Given.ZONE, "a")));
    full.mark("late", Segment.of(Map.of(HOSTNAME, "node-1")));
    full.mark("late", Segment.of(Map.of("rack.example/row", "1", "rack.example/rack", "2")));
    capacity.reconcile(KEY);
    assertThat(mayPlaceIn("a")).isFalse();
    assertThat(mayPlaceOn(Map.of(Given.ZONE, "b", HOSTNAME, "node-1"))).isFalse();
    assertThat(mayPlaceOn(Map.of(Given.ZONE, "b", HOSTNAME, "node-2"))).isTrue();
    assertThat(objects().getFirst().getNodeTopology().getMatchExpressions())
        .extracting(expression -> expression.getKey() + " " + expression.getOperator())
        .containsExactly(HOSTNAME + " NotIn", Given.ZONE + " NotIn");
  }

  @Test
  void aClassThatIsGoneIsNotToldOf() {
    capacity.reconcile(KEY);
    CLUSTER.delete(LATE);
    capacity.reconcile(KEY);
    assertThat(objects()).isEmpty();
  }

  @Test
  void aNewLeaderKnowsWhatIsFullAndTellsOfEveryClassBeforeItDoesAnythingElse() {
    full.mark("late", zone("a"));
    full.mark("late", zone("b"));
    capacity.reconcile(KEY);
    CLUSTER.put(Given.waiting("new"));
    clock.advance(Duration.ofMinutes(1));
    full = new FullSegments(clock);
    capacity = reconciler();
    CLUSTER.api().forget();
    assertThat(capacity.takeOver()).containsExactlyInAnyOrder(KEY, ObjectKey.of("new"));
    assertThat(CLUSTER.api().writes()).singleElement().asString().startsWith("POST");
    assertThat(SchedulerQuestion.mayPlace(CLUSTER.api(), "new", Map.of())).isTrue();
    assertThat(capacity.reconcile(KEY)).isEqualTo(Outcome.after(Duration.ofSeconds(241)));
    assertThat(List.of(mayPlaceIn("a"), mayPlaceIn("b"), mayPlaceIn("c")))
        .containsExactly(false, false, true);
  }

  @Test
  void aSecondRefusalProlongsItForTheNextLeaderToo() {
    full.mark("late", zone("a"));
    capacity.reconcile(KEY);
    clock.advance(Duration.ofMinutes(4));
    full.mark("late", zone("a"));
    capacity.reconcile(KEY);
    Instant end = clock.instant().plus(Duration.ofMinutes(5));
    assertThat(objects())
        .singleElement()
        .satisfies(
            object -> assertThat(FullUntil.of(NAMES, object)).isEqualTo(Map.of(zone("a"), end)));
  }

  @Test
  void whatSomebodyElseWroteIsNotUnderstoodAndAnotherDriversStays() {
    CLUSTER.client().resource(foreign("other.example")).create();
    CLUSTER.client().resource(foreign(Given.DRIVER)).create();
    assertThat(capacity.takeOver()).containsExactly(KEY);
    assertThat(objects()).hasSize(1);
    assertThat(mayPlaceIn("a")).isTrue();
    assertThat(CLUSTER.api().objects(CSIStorageCapacity.class))
        .as("the other driver's is there still")
        .hasSize(2);
  }

  /** As an earlier version wrote them, one for each zone. */
  private static CSIStorageCapacity foreign(String driver) {
    return new CSIStorageCapacityBuilder()
        .withNewMetadata()
        .withName("of-" + driver)
        .withNamespace(NAMESPACE)
        .addToLabels("csi.storage.k8s.io/drivername", driver)
        .addToAnnotations(NAMES.fullUntilAnnotation(), "soon")
        .endMetadata()
        .withStorageClassName("late")
        .withNewNodeTopology()
        .addToMatchLabels(Given.ZONE, "z")
        .endNodeTopology()
        .withCapacity(new Quantity("0"))
        .build();
  }

  private static Segment zone(String name) {
    return Segment.of(Map.of(Given.ZONE, name));
  }

  private static boolean mayPlaceIn(String zone) {
    return mayPlaceOn(Map.of(Given.ZONE, zone));
  }

  private static boolean mayPlaceOn(Map<String, String> node) {
    return SchedulerQuestion.mayPlace(CLUSTER.api(), "late", node);
  }

  private static List<CSIStorageCapacity> objects() {
    return CLUSTER.api().objects(CSIStorageCapacity.class).stream()
        .filter(
            object ->
                Given.DRIVER.equals(
                    object.getMetadata().getLabels().get("csi.storage.k8s.io/drivername")))
        .toList();
  }
}
