package example.ebs.controller;

import static example.ebs.controller.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.controller.volume.EbsVolume;
import example.ebs.controller.volume.NewVolume;
import example.ebs.controller.volume.VolumeState;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.failure.FailureToStatus;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.Volume;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What CreateVolume makes of what goes wrong on the way: at most one volume, and nothing left. */
final class CreateVolumeFaultsTest {
  private final FakeController controller = new FakeController();

  @AfterEach
  void stop() {
    controller.close();
  }

  @Test
  void aVolumeWhoseTagShowsLateIsFoundBeforeAnotherIsMade() {
    Volume first = create(Requests.create("late", 1));
    controller.volumes.blind(3);
    Volume second = create(Requests.create("late", 1).putParameters("tagSpecification_1", "n=w"));
    assertThat(second).isEqualTo(first);
    assertThat(controller.volumes.all()).hasSize(1);
  }

  @Test
  void aQuotaErrorOnARepeatFindsTheVolume() {
    Volume first = create(Requests.create("quota", 1));
    controller.volumes.blind(1);
    controller.volumes.beforeCreation(
        () -> {
          throw new Failure.QuotaReached("VolumeLimitExceeded");
        });
    assertThat(create(Requests.create("quota", 1))).isEqualTo(first);
  }

  @Test
  void aQuotaErrorWithoutAVolumeIsFinal() {
    controller.volumes.beforeCreation(
        () -> {
          throw new Failure.QuotaReached("VolumeLimitExceeded");
        });
    assertRefused(
        () -> create(Requests.create("quota", 1)),
        Status.Code.RESOURCE_EXHAUSTED,
        "VolumeLimitExceeded");
  }

  @ParameterizedTest
  @MethodSource("finalRefusals")
  void aVolumeWhoseAnswerWasLostIsReturnedThoughTheRepeatWasRefused(Failure refusal) {
    controller.volumes.loseAnswersAndRefuse(refusal);
    assertThat(create(Requests.create("lost", 1)).getVolumeId())
        .isEqualTo(controller.volumes.all().getFirst().id().value());
    assertThat(controller.volumes.requests()).hasSize(1);
  }

  @Test
  void aVolumeWhoseAnswerWasLostIsFoundThoughItsTagShowsLate() {
    controller.volumes.blind(3);
    controller.volumes.loseAnswersAndRefuse(new Failure.Internal("SomethingNew"));
    assertThat(create(Requests.create("late", 1)).getVolumeId())
        .isEqualTo(controller.volumes.all().getFirst().id().value());
  }

  @ParameterizedTest
  @MethodSource("finalRefusals")
  void aRefusalIsNotFinalWhileNobodyCouldLookForTheVolume(Failure refusal) {
    controller.volumes.loseAnswersAndRefuse(refusal);
    controller.volumes.beforeCreation(
        () -> controller.volumes.refuseLooks(new Failure.Internal("no look")));
    assertRefused(
        () -> create(Requests.create("unseen", 1)),
        Status.Code.UNAVAILABLE,
        refusal.getMessage(),
        "whether a volume has the name unseen is not known",
        "no look");
    controller.volumes.allow();
    assertThat(create(Requests.create("unseen", 1)).getVolumeId())
        .isEqualTo(controller.volumes.all().getFirst().id().value());
  }

  @ParameterizedTest
  @MethodSource("finalRefusals")
  void aRefusalOfTheOnlyRequestIsFinalOnceNoVolumeIsFound(Failure refusal) {
    controller.volumes.beforeCreation(
        () -> {
          throw refusal;
        });
    assertRefused(
        () -> create(Requests.create("clean", 1)),
        Status.fromCodeValue(FailureToStatus.code(refusal)).getCode(),
        refusal.getMessage());
    assertThat(controller.volumes.all()).isEmpty();
    assertThat(controller.time.passed()).isZero();
  }

  @ParameterizedTest
  @MethodSource("finalRefusals")
  void aRefusalOfTheFirstLookIsNotFinalForAnEarlierCallMayHaveLeftAVolume(Failure refusal) {
    controller.volumes.refuseLooks(refusal);
    assertRefused(
        () -> create(Requests.create("before", 1)),
        Status.Code.UNAVAILABLE,
        refusal.getMessage(),
        "before");
    assertThat(controller.volumes.requests()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("finalRefusals")
  void aRefusalWhileTheVolumeIsCreatingNamesItAndIsNotFinal(Failure refusal) {
    controller.volumes.bornAs(VolumeState.CREATING);
    controller.volumes.beforeCreation(() -> controller.volumes.refuseLooks(refusal));
    assertRefused(
        () -> create(Requests.create("polled", 1)),
        Status.Code.UNAVAILABLE,
        "volume vol-0",
        "polled",
        refusal.getMessage());
    assertThat(controller.volumes.all()).hasSize(1);
  }

  @Test
  void aFailedVolumeThatCannotBeDeletedIsLeftToTheNextCall() {
    controller.volumes.bornAs(VolumeState.ERROR);
    controller.volumes.refuseDeletes(denied());
    assertRefused(
        () -> create(Requests.create("kept", 1)),
        Status.Code.UNAVAILABLE,
        "volume vol-0",
        "could not be deleted",
        "UnauthorizedOperation");
    controller.volumes.allow();
    assertRefused(
        () -> create(Requests.create("kept", 1)), Status.Code.FAILED_PRECONDITION, "state error");
    assertThat(controller.volumes.all()).isEmpty();
  }

  @Test
  void looksForALateTagEndBeforeTheCallersDeadlineAndTheNextCallGoesOn() {
    controller.volumes.spendAllTokens();
    assertRefused(
        () ->
            controller
                .stub()
                .withDeadlineAfter(8, TimeUnit.SECONDS)
                .createVolume(Requests.create("spent", 1).build()),
        Status.Code.DEADLINE_EXCEEDED,
        "spent",
        "no time was left to look again");
    assertThat(controller.time.passed()).isLessThan(Duration.ofSeconds(8));
    int requests = controller.volumes.requests().size();
    assertThat(requests).isEqualTo(3);
    assertRefused(
        () -> create(Requests.create("spent", 1)), Status.Code.ABORTED, "client tokens", "spent");
    assertThat(controller.volumes.requests().stream().map(NewVolume::token).distinct())
        .hasSize(requests - 1 + 5);
  }

  @Test
  void itWaitsUntilTheVolumeIsAvailable() {
    controller.volumes.bornAs(VolumeState.CREATING);
    controller.time.after(
        Duration.ofMillis(1500),
        () ->
            controller.volumes.become(
                controller.volumes.all().getFirst().id(), VolumeState.AVAILABLE));
    assertThat(create(Requests.create("slow", 1)).getVolumeId()).startsWith("vol-");
  }

  @Test
  void aVolumeThatNeverComesTimesOutAndIsFoundByTheNextCall() {
    controller.volumes.bornAs(VolumeState.CREATING);
    assertRefused(
        () -> create(Requests.create("stuck", 1)),
        Status.Code.DEADLINE_EXCEEDED,
        "vol-",
        "CREATING");
    EbsVolume stuck = controller.volumes.all().getFirst();
    controller.volumes.become(stuck.id(), VolumeState.AVAILABLE);
    assertThat(create(Requests.create("stuck", 1)).getVolumeId()).isEqualTo(stuck.id().value());
    assertThat(controller.volumes.requests()).hasSize(1);
  }

  @Test
  void aVolumeThatVanishesPointsToTheKey() {
    controller.volumes.bornAs(VolumeState.CREATING);
    controller.time.after(
        Duration.ofSeconds(1),
        () -> controller.volumes.vanish(controller.volumes.all().getFirst().id()));
    assertRefused(
        () -> create(Requests.create("ghost", 1).putParameters("kmsKeyId", "k-1")),
        Status.Code.FAILED_PRECONDITION,
        "disappeared from EC2",
        "k-1",
        "kms:CreateGrant");
    assertThat(controller.volumes.all()).isEmpty();
  }

  @Test
  void aVolumeThatFailsIsDeletedAndSaidToHaveFailed() {
    controller.volumes.bornAs(VolumeState.ERROR);
    assertRefused(
        () -> create(Requests.create("failed", 1)),
        Status.Code.FAILED_PRECONDITION,
        "state error",
        "KMS");
    assertThat(controller.volumes.all()).isEmpty();
  }

  @Test
  void aSecondCallForTheNameIsToldToComeBack() {
    controller.volumes.beforeCreation(
        () -> assertRefused(() -> create(Requests.create("busy", 1)), Status.Code.ABORTED, "busy"));
    create(Requests.create("busy", 1));
    assertThat(controller.volumes.all()).hasSize(1);
  }

  static Stream<Failure> finalRefusals() {
    return Stream.of(
        denied(),
        new Failure.Unauthenticated("ExpiredToken", new IllegalStateException()),
        new Failure.InvalidRequest("InvalidParameterValue"),
        new Failure.LimitReached("InsufficientVolumeCapacity"),
        new Failure.QuotaReached("VolumeLimitExceeded"),
        new Failure.PreconditionFailed("OperationNotPermitted"),
        new Failure.Internal("SomethingNew"));
  }

  private static Failure denied() {
    return new Failure.Denied("UnauthorizedOperation", new IllegalStateException());
  }

  private Volume create(CreateVolumeRequest.Builder request) {
    return controller.stub().createVolume(request.build()).getVolume();
  }
}
