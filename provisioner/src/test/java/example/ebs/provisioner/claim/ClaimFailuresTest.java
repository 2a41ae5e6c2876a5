package example.ebs.provisioner.claim;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.Given;
import example.ebs.provisioner.loop.Outcome;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What follows from each way in which CreateVolume can fail. */
final class ClaimFailuresTest {
  private static final String FINALIZER = ClaimsAtWork.NAMES.claimFinalizer();
  private static final String TOPOLOGY = ClaimsAtWork.NAMES.topologyAnnotation();

  @AutoClose private static final FakeCluster CLUSTER = new FakeCluster().start();
  @AutoClose private final ClaimsAtWork work = new ClaimsAtWork(CLUSTER);

  static Stream<Failure> leavingNothing() {
    Exception cause = new Exception("why");
    return Stream.of(
        new Failure.NotFound("said"),
        new Failure.PreconditionFailed("said"),
        new Failure.QuotaReached("said"),
        new Failure.OutOfRange("said"),
        new Failure.Denied("said", cause),
        new Failure.Unauthenticated("said", cause),
        new Failure.Internal("said"));
  }

  @ParameterizedTest
  @MethodSource("leavingNothing")
  void whatLeftNothingBehindLetsTheClaimGoAndKeepsItsNode(Failure failure) {
    PersistentVolumeClaim claim = work.given(Given.claim("data", "late", "node-a"));
    work.driver.fail(CreateVolumeRequest.class, failure);
    assertThat(work.look(claim)).isEqualTo(Outcome.retry());
    assertLetGo(claim);
    assertThat(work.annotation(claim, Given.SELECTED_NODE)).contains("node-a");
    assertThat(work.events.told().getLast()).contains(" ProvisioningFailed ");
    assertThat(work.events.told().getLast()).endsWith(": said");
    assertThat(work.full).isEmpty();
    assertThat(work.look(claim)).isEqualTo(Outcome.done());
    assertThat(work.volumes()).hasSize(1);
  }

  @Test
  void whatIsImpossibleIsTriedSeldom() {
    PersistentVolumeClaim claim = work.given(Given.claim("data", "late", "node-a"));
    work.driver.fail(CreateVolumeRequest.class, new Failure.InvalidRequest("no such type"));
    assertThat(work.look(claim)).isEqualTo(Outcome.after(Duration.ofMinutes(5)));
    assertLetGo(claim);
    assertThat(work.events.told().getLast()).endsWith(": no such type");
  }

  static Stream<Failure> perhapsUnderWay() {
    return Stream.of(
        new Failure.InProgress("said"),
        new Failure.TimedOut("said"),
        new Failure.Unavailable("said"));
  }

  @ParameterizedTest
  @MethodSource("perhapsUnderWay")
  void whatMayBeUnderWayIsAskedForInTheSamePlaceWhateverTheSchedulerThinksByNow(Failure failure) {
    PersistentVolumeClaim claim = work.given(Given.claim("data", "late", "node-a"));
    work.driver.fail(CreateVolumeRequest.class, failure);
    assertThat(work.look(claim)).isEqualTo(Outcome.retry());
    assertThat(work.finalizers(claim)).contains(FINALIZER);
    assertThat(work.annotation(claim, TOPOLOGY)).contains(Given.ZONE + "=a");
    assertThat(work.events.told().getLast()).contains(" Provisioning ");

    CLUSTER.put(
        new PersistentVolumeClaimBuilder(work.now(claim))
            .editMetadata()
            .addToAnnotations(Given.SELECTED_NODE, "node-b")
            .endMetadata()
            .build());
    work.restart();
    assertThat(work.look(claim)).isEqualTo(Outcome.done());
    assertThat(work.zones()).containsExactly("a", "a");
    assertLetGo(claim);
  }

  @Test
  void aFullZoneAsksTheSchedulerForAnotherNode() {
    PersistentVolumeClaim claim = work.given(Given.claim("data", "late", "node-a"));
    work.driver.fail(CreateVolumeRequest.class, new Failure.LimitReached("zone a is full"));
    assertThat(work.look(claim)).isEqualTo(Outcome.done());
    assertLetGo(claim);
    assertThat(work.annotation(claim, Given.SELECTED_NODE)).isEmpty();
    assertThat(work.full).containsExactly("late " + Given.ZONE + "=a");
    assertThat(work.events.told().getLast()).contains("zone a is full", "another node");

    CLUSTER.put(
        new PersistentVolumeClaimBuilder(work.now(claim))
            .editMetadata()
            .addToAnnotations(Given.SELECTED_NODE, "node-b")
            .endMetadata()
            .build());
    work.look(claim);
    assertThat(work.zones()).containsExactly("a", "b");
    assertThat(work.volumes()).hasSize(1);
  }

  @Test
  void withoutANodeThereIsNoneToTakeAway() {
    PersistentVolumeClaim claim = work.given(Given.claim("data", "early"));
    work.driver.fail(CreateVolumeRequest.class, new Failure.LimitReached("full"));
    assertThat(work.look(claim)).isEqualTo(Outcome.retry());
    assertLetGo(claim);
    assertThat(work.full)
        .singleElement()
        .asString()
        .startsWith("early " + Given.ZONE + "=" + work.zones().getFirst());
  }

  @Test
  void aNodeThatIsGoneAsksTheSchedulerForAnother() {
    PersistentVolumeClaim claim = work.given(Given.claim("data", "late", "node-gone"));
    assertThat(work.look(claim)).isEqualTo(Outcome.done());
    assertThat(work.annotation(claim, Given.SELECTED_NODE)).isEmpty();
    assertThat(work.driver.requests(CreateVolumeRequest.class)).isEmpty();
    assertThat(work.events.told().getLast()).contains("node-gone", "another node");
  }

  @Test
  void whereNoPlaceIsTheClaimsOwnerIsToldWhyOfEach() {
    CLUSTER.put(Given.allowing(Given.immediate("early"), "c"));
    PersistentVolumeClaim claim = work.given(Given.claim("data", "early"));
    assertThat(work.look(claim)).isEqualTo(Outcome.waiting());
    assertThat(work.events.told().getLast())
        .contains("zone=a: not in", "zone=b: not in", "c: allowed");
    assertThat(CLUSTER.api().writes()).isEmpty();
  }

  @Test
  void aNameThatIsTakenKeepsTheClaimAsItMayBeWhatAnEarlierTryLeft() {
    PersistentVolumeClaim claim = work.given(Given.claim("data", "late", "node-a"));
    work.driver.fail(CreateVolumeRequest.class, new Failure.AlreadyExists("with 2 GiB"));
    assertThat(work.look(claim)).isEqualTo(Outcome.retry());
    assertThat(work.finalizers(claim)).contains(FINALIZER);
    assertThat(work.events.told().getLast()).endsWith(": with 2 GiB");
  }

  private void assertLetGo(PersistentVolumeClaim claim) {
    assertThat(work.finalizers(claim)).containsExactly(ClaimsAtWork.PROTECTION);
    assertThat(work.annotation(claim, TOPOLOGY)).isEmpty();
  }
}
