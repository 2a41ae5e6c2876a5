package example.ebs.provisioner.claim;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.DeleteVolumeRequest;
import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.Given;
import example.ebs.provisioner.loop.Outcome;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Claims and classes that go while a volume is being made: no volume is left that nobody names. */
final class ClaimDeletedTest {
  private static final String FINALIZER = ClaimsAtWork.NAMES.claimFinalizer();

  @AutoClose private static final FakeCluster CLUSTER = new FakeCluster().start();
  @AutoClose private final ClaimsAtWork work = new ClaimsAtWork(CLUSTER);

  @Test
  void forAClaimThatIsBeingDeletedNothingIsBegun() {
    PersistentVolumeClaim claim = work.given(Given.claim("data", "early"));
    CLUSTER.delete(claim);
    CLUSTER.api().forget();
    assertThat(work.look(claim)).isEqualTo(Outcome.done());
    assertThat(work.driver.requests(CreateVolumeRequest.class)).isEmpty();
    assertThat(CLUSTER.api().writes()).isEmpty();
  }

  @Test
  void forAClaimThatIsGoneNothingIsDone() {
    PersistentVolumeClaim claim = Given.claim("never", "early");
    assertThat(work.look(claim)).isEqualTo(Outcome.done());
  }

  @Test
  void deletedDuringCreateVolumeItLeavesNothing() {
    PersistentVolumeClaim claim = work.given(Given.claim("data", "early"));
    work.driver.before(CreateVolumeRequest.class, () -> CLUSTER.delete(claim));
    assertThat(work.look(claim)).isEqualTo(Outcome.after(Duration.ZERO));
    assertThat(work.driver.volumes()).hasSize(1);
    assertThat(work.look(claim)).isEqualTo(Outcome.done());
    assertNothingIsLeft(claim);
  }

  @Test
  void deletedAfterALostReplyItLeavesNothingAlsoWhereAnotherProcessLooks() {
    PersistentVolumeClaim claim = begun();
    CLUSTER.delete(claim);
    work.restart();
    assertThat(work.look(claim)).isEqualTo(Outcome.done());
    assertNothingIsLeft(claim);
    assertThat(work.zones()).containsExactly("a", "a");
  }

  @Test
  void aVolumeThatIsWrittenDownIsLeftToReclaim() {
    PersistentVolumeClaim claim = work.given(Given.claim("data", "early"));
    work.driver.before(
        CreateVolumeRequest.class,
        () -> CLUSTER.api().afterEach(() -> deleteOnceWrittenDown(claim)));
    assertThat(work.look(claim)).isEqualTo(Outcome.done());
    assertThat(work.look(claim)).isEqualTo(Outcome.done());
    assertThat(work.finalizers(claim)).containsExactly(ClaimsAtWork.PROTECTION);
    assertThat(work.now(claim).isMarkedForDeletion()).isTrue();
    assertThat(work.volumes()).hasSize(1);
    assertThat(work.driver.volumes()).hasSize(1);
    assertThat(work.driver.requests(DeleteVolumeRequest.class)).isEmpty();
  }

  /** On the server's thread, in the middle of the write of the PersistentVolume. */
  private static void deleteOnceWrittenDown(PersistentVolumeClaim claim) {
    CLUSTER.api().afterEach(() -> {});
    var _ =
        CLUSTER
            .api()
            .handleDelete("/api/v1/namespaces/default/persistentvolumeclaims/" + name(claim));
  }

  private static String name(PersistentVolumeClaim claim) {
    return claim.getMetadata().getName();
  }

  @Test
  void undoingIsTriedUntilItIsDone() {
    PersistentVolumeClaim claim = begun();
    CLUSTER.delete(claim);
    work.driver.fail(CreateVolumeRequest.class, new Failure.Unavailable("away"));
    work.driver.fail(DeleteVolumeRequest.class, new Failure.InUse("busy"));
    for (int tries = 0; tries < 2; tries++) {
      assertThat(work.look(claim)).isEqualTo(Outcome.retry());
      assertThat(work.finalizers(claim)).contains(FINALIZER);
    }
    assertThat(work.look(claim)).isEqualTo(Outcome.done());
    assertNothingIsLeft(claim);
  }

  static Stream<Failure> provingThatThereIsNone() {
    return Stream.of(
        new Failure.InvalidRequest("no such type"),
        new Failure.OutOfRange("too large"),
        new Failure.LimitReached("full"),
        new Failure.QuotaReached("full everywhere"),
        new Failure.Denied("ec2:CreateVolume is missing", new Exception("why")),
        new Failure.Unauthenticated("expired", new Exception("why")),
        new Failure.PreconditionFailed("no such key"),
        new Failure.NotFound("no such zone"),
        new Failure.Internal("broken"));
  }

  @ParameterizedTest
  @MethodSource("provingThatThereIsNone")
  void whereNothingCanHaveBeenMadeNothingIsUndone(Failure failure) {
    PersistentVolumeClaim claim = work.given(Given.claim("data", "late", "node-a"));
    work.driver.fail(CreateVolumeRequest.class, new Failure.Unavailable("away"));
    work.look(claim);
    CLUSTER.delete(claim);
    work.driver.fail(CreateVolumeRequest.class, failure);
    assertThat(work.look(claim)).isEqualTo(Outcome.done());
    assertNothingIsLeft(claim);
    assertThat(work.driver.requests(DeleteVolumeRequest.class)).isEmpty();
    assertThat(work.events.told().getLast())
        .contains(failure.getMessage(), "pvc-" + claim.getMetadata().getUid());
  }

  /** What is final of CreateVolume says that there is none; of DeleteVolume, that there is one. */
  @ParameterizedTest
  @MethodSource("provingThatThereIsNone")
  void aVolumeThatCannotBeDeletedKeepsItsClaim(Failure failure) {
    PersistentVolumeClaim claim = begun();
    CLUSTER.delete(claim);
    work.driver.fail(DeleteVolumeRequest.class, failure);
    assertThat(work.look(claim)).isEqualTo(Outcome.retry());
    assertThat(work.finalizers(claim)).contains(FINALIZER);
    assertThat(work.look(claim)).isEqualTo(Outcome.done());
    assertNothingIsLeft(claim);
  }

  @Test
  void aClaimThatWasBoundElsewhereMeanwhileLosesWhatWasBegun() {
    PersistentVolumeClaim claim = begun();
    CLUSTER.put(
        new PersistentVolumeClaimBuilder(work.now(claim))
            .editSpec()
            .withVolumeName("by-hand")
            .endSpec()
            .build());
    assertThat(work.look(claim)).isEqualTo(Outcome.done());
    assertNothingIsLeft(claim);
  }

  @Test
  void aClassThatIsDeletedMeanwhileIsRememberedUntilItsClaimIsDone() {
    PersistentVolumeClaim claim = begun();
    CLUSTER.delete(Given.waiting("late"));
    assertThat(work.look(claim)).isEqualTo(Outcome.done());
    assertThat(work.volumes()).hasSize(1);
    assertThat(work.driver.volumes()).hasSize(1);
  }

  @Test
  void whatWasBegunWithAClassIsUndoneWithItAndNotWithAnotherOfThatName() {
    PersistentVolumeClaim claim = begun();
    CLUSTER.put(nonsense());
    CLUSTER.delete(claim);
    assertThat(work.look(claim)).isEqualTo(Outcome.done());
    assertNothingIsLeft(claim);
  }

  @Test
  void withoutTheClassAnotherProcessSaysWhatAPersonMustDo() {
    PersistentVolumeClaim claim = begun();
    CLUSTER.delete(Given.waiting("late"));
    CLUSTER.delete(claim);
    work.restart();
    assertThat(work.look(claim)).isEqualTo(Outcome.retry());
    assertThat(work.finalizers(claim)).contains(FINALIZER);
    assertThat(work.events.told().getLast())
        .contains("late", "pvc-" + claim.getMetadata().getUid(), FINALIZER);
    CLUSTER.put(Given.waiting("late"));
    assertThat(work.look(claim)).isEqualTo(Outcome.done());
    assertNothingIsLeft(claim);
  }

  @Test
  void whatWasBegunWithAClassIsFinishedWithItAndNotWithAnotherOfThatName() {
    PersistentVolumeClaim claim = begun();
    CLUSTER.put(nonsense());
    assertThat(work.look(claim)).isEqualTo(Outcome.done());
    assertThat(work.volumes()).hasSize(1);
    assertThat(work.driver.volumes()).hasSize(1);
  }

  @Test
  void aRefusedClassProvesNothingToAProcessThatDidNotBegin() {
    PersistentVolumeClaim claim = begun();
    work.restart();
    work.driver.fail(CreateVolumeRequest.class, new Failure.InvalidRequest("no such type"));
    assertThat(work.look(claim)).isEqualTo(Outcome.after(Duration.ofMinutes(5)));
    assertThat(work.finalizers(claim)).contains(FINALIZER);
    CLUSTER.put(nonsense());
    CLUSTER.delete(claim);
    assertThat(work.look(claim)).isEqualTo(Outcome.retry());
    assertThat(work.finalizers(claim)).contains(FINALIZER);
    assertThat(work.events.told().getLast()).contains("late", FINALIZER, "nonsense");
    CLUSTER.put(Given.waiting("late"));
    work.driver.fail(CreateVolumeRequest.class, new Failure.InvalidRequest("no such type"));
    assertThat(work.look(claim)).isEqualTo(Outcome.retry());
    assertThat(work.events.told().getLast()).contains("late", FINALIZER, "no such type");
    assertThat(work.look(claim)).isEqualTo(Outcome.done());
    assertNothingIsLeft(claim);
  }

  @Test
  void anotherDriversClassIsNotAskedAbout() {
    PersistentVolumeClaim claim = begun();
    CLUSTER.delete(Given.waiting("late"));
    CLUSTER.put(
        new StorageClassBuilder(Given.waiting("late")).withProvisioner("other.example").build());
    CLUSTER.delete(claim);
    work.restart();
    assertThat(work.look(claim)).isEqualTo(Outcome.retry());
    assertThat(work.finalizers(claim)).contains(FINALIZER);
    assertThat(work.driver.requests(CreateVolumeRequest.class)).hasSize(1);
  }

  private static StorageClass nonsense() {
    return new StorageClassBuilder(Given.waiting("late"))
        .withParameters(Map.of("csi.storage.k8s.io/nonsense", "any"))
        .build();
  }

  /** A claim whose volume is there, and the reply that would say so was lost. */
  private PersistentVolumeClaim begun() {
    PersistentVolumeClaim claim = work.given(Given.claim("data", "late", "node-a"));
    work.driver.loseReply(CreateVolumeRequest.class, new Failure.Unavailable("gone"));
    assertThat(work.look(claim)).isEqualTo(Outcome.retry());
    assertThat(work.driver.volumes()).hasSize(1);
    return claim;
  }

  private void assertNothingIsLeft(PersistentVolumeClaim claim) {
    assertThat(work.driver.volumes()).isEmpty();
    assertThat(work.volumes()).isEmpty();
    assertThat(work.finalizers(claim)).containsExactly(ClaimsAtWork.PROTECTION);
  }
}
