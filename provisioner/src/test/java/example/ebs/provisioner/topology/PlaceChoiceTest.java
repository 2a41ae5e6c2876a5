package example.ebs.provisioner.topology;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.provisioner.DrivenClock;
import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.Given;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PlaceChoiceTest {
  private static final StorageClass LATE = Given.waiting("late");
  private static final StorageClass EARLY = Given.immediate("early");

  @AutoClose private static final FakeCluster CLUSTER = new FakeCluster().start();
  private final FullSegments full = new FullSegments(new DrivenClock());
  private final PlaceChoice choice =
      new PlaceChoice(new NodePlaces(CLUSTER.cluster(), Given.DRIVER), full);

  @BeforeEach
  void begin() {
    CLUSTER.clear();
  }

  @Test
  void aPlacedPodsVolumeIsBornInItsNodesZoneOnly() {
    running(Given.node("n1", "a"));
    running(Given.node("n2", "b"));
    assertThat(choice.forNode("n2", LATE)).isEqualTo(chosen("b"));
  }

  @Test
  void aNodeThatTakesNoMorePodsKeepsThePodThatItHas() {
    running(cordoned(Given.node("n1", "a")));
    assertThat(choice.forNode("n1", LATE)).isEqualTo(chosen("a"));
  }

  @Test
  void aNodeThatIsGoneAsksForAnother() {
    running(Given.node("n1", "a"));
    assertThat(choice.forNode("gone", LATE))
        .isInstanceOfSatisfying(
            PlaceChoice.Choice.AnotherNode.class,
            other -> assertThat(other.reason()).contains("gone", "does not exist"));
  }

  @Test
  void aNodeThatHasNotRegisteredYetIsWhereItsLabelsSay() {
    running(Given.node("n1", "a"));
    CLUSTER.put(Given.node("new", "b"));
    assertThat(choice.forNode("new", LATE)).isEqualTo(chosen("b"));
  }

  @Test
  void withoutAnyNodeServiceNobodyKnowsWhereANodeIs() {
    CLUSTER.put(Given.node("n1", "a"));
    String reason = "no node runs the driver's node service yet";
    assertThat(choice.forNode("n1", LATE)).isEqualTo(new PlaceChoice.Choice.NotNow(reason));
    assertThat(refusal(EARLY)).contains("early", reason);
  }

  @Test
  void aNodeWithoutTheLabelIsNowhereYet() {
    CLUSTER.put(Given.registered("n1", Given.ZONE));
    CLUSTER.put(
        new NodeBuilder(Given.node("n1", "a"))
            .editMetadata()
            .withLabels(Map.of())
            .endMetadata()
            .build());
    assertThat(choice.forNode("n1", LATE))
        .isInstanceOfSatisfying(
            PlaceChoice.Choice.NotNow.class,
            not -> assertThat(not.reason()).contains("n1", Given.ZONE));
    assertThat(refusal(EARLY)).contains("labels");
  }

  @Test
  void aNodeWhereTheClassAllowsNoVolumeAsksForAnother() {
    running(Given.node("n1", "a"));
    assertThat(choice.forNode("n1", Given.allowing(LATE, "b", "c")))
        .isInstanceOfSatisfying(
            PlaceChoice.Choice.AnotherNode.class,
            other -> assertThat(other.reason()).contains("n1", "zone=a", "late", "[b, c]"));
    assertThat(choice.forNode("n1", Given.allowing(LATE, "b", "a"))).isEqualTo(chosen("a"));
  }

  @Test
  void withoutAPodEveryZoneWithNodesWillDo() {
    running(Given.node("n1", "a"));
    running(Given.node("n2", "b"));
    running(Given.node("n3", "b"));
    assertThat(zones(choice.anywhere("claim", EARLY))).containsExactlyInAnyOrder("a", "b");
    assertThat(zones(choice.anywhere("data-web-0", EARLY)))
        .isEqualTo(zones(choice.anywhere("data-web-1", EARLY)).reversed());
  }

  @Test
  void aZoneWithoutNodesOfTheDriverIsNeverAskedFor() {
    running(Given.node("n1", "a"));
    CLUSTER.put(Given.node("n2", "b"));
    assertThat(choice.anywhere("claim", EARLY)).isEqualTo(chosen("a"));
    assertThat(refusal(Given.allowing(EARLY, "b", "c")))
        .contains("zone=a: not in the class's allowedTopologies")
        .contains("b: allowed by the class, but no node there runs the driver")
        .contains("c: allowed by the class, but no node there runs the driver");
  }

  @Test
  void aZoneWhereNoNodeTakesPodsIsNotAskedFor() {
    running(cordoned(Given.node("n1", "a")));
    running(tainted(Given.node("n2", "b"), "node.kubernetes.io/not-ready"));
    running(tainted(Given.node("n3", "c"), "node-role.kubernetes.io/control-plane"));
    assertThat(refusal(EARLY))
        .contains("zone=a: no node there takes pods now")
        .contains("zone=b: no node there takes pods now")
        .contains("zone=c: no node there takes pods now");
    running(Given.node("n4", "b"));
    assertThat(choice.anywhere("claim", EARLY)).isEqualTo(chosen("b"));
  }

  @Test
  void aTaintThatSomebodyChoseDoesNotCloseAZone() {
    running(tainted(Given.node("n1", "a"), "example.com/gpu"));
    assertThat(choice.anywhere("claim", EARLY)).isEqualTo(chosen("a"));
  }

  @Test
  void aZoneThatWasFullAMomentAgoIsTriedLast() {
    Stream.of("a", "b", "c").forEach(zone -> running(Given.node("n-" + zone, zone)));
    List<String> before = zones(choice.anywhere("claim", EARLY));
    full.mark("early", Segment.of(Map.of(Given.ZONE, before.getFirst())));
    assertThat(zones(choice.anywhere("claim", EARLY)))
        .containsExactly(before.get(1), before.get(2), before.getFirst());
  }

  @Test
  void aDriverWithoutTopologyIsNotAskedForAny() {
    CLUSTER.put(Given.node("n1", "a"));
    CLUSTER.put(Given.registered("n1"));
    PlaceChoice.Choice anywhere = new PlaceChoice.Choice.Chosen(Requirement.none());
    assertThat(choice.forNode("n1", LATE)).isEqualTo(anywhere);
    assertThat(choice.anywhere("claim", EARLY)).isEqualTo(anywhere);
  }

  private static void running(Node node) {
    CLUSTER.put(node);
    CLUSTER.put(Given.registered(node.getMetadata().getName(), Given.ZONE));
  }

  private static Node cordoned(Node node) {
    return new NodeBuilder(node).editSpec().withUnschedulable(true).endSpec().build();
  }

  private static Node tainted(Node node, String key) {
    return new NodeBuilder(node)
        .editSpec()
        .addNewTaint()
        .withKey(key)
        .withEffect("NoSchedule")
        .endTaint()
        .endSpec()
        .build();
  }

  private static PlaceChoice.Choice chosen(String zone) {
    return new PlaceChoice.Choice.Chosen(
        new Requirement(List.of(Segment.of(Map.of(Given.ZONE, zone)))));
  }

  private String refusal(StorageClass storageClass) {
    return ((PlaceChoice.Choice.NotNow) choice.anywhere("claim", storageClass)).reason();
  }

  private static List<String> zones(PlaceChoice.Choice choice) {
    return ((PlaceChoice.Choice.Chosen) choice)
        .requirement().preferred().stream()
            .map(segment -> String.valueOf(segment.labels().get(Given.ZONE)))
            .toList();
  }
}
