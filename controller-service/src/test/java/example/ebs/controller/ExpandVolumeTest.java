package example.ebs.controller;

import static example.ebs.controller.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.controller.modification.InMemoryModifications;
import example.ebs.controller.volume.VolumeState;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.model.VolumeSize;
import example.ebs.proto.csi.CapacityRange;
import example.ebs.proto.csi.ControllerExpandVolumeResponse;
import example.ebs.proto.csi.VolumeCapability.AccessMode.Mode;
import io.grpc.Status;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a volume grows, and that no modification is ever spent in vain. */
final class ExpandVolumeTest {
  private final FakeController controller = new FakeController();
  private String volume = "";

  @BeforeEach
  void createAVolumeOf4Gibibytes() {
    volume =
        controller
            .stub()
            .createVolume(Requests.create("grows", 4).build())
            .getVolume()
            .getVolumeId();
  }

  @AfterEach
  void stop() {
    controller.close();
  }

  @Test
  void aVolumeGrowsToWhatIsRequiredAndItsFilesystemIsLeftToTheNode() {
    ControllerExpandVolumeResponse grown = expand(8);
    assertThat(grown.getCapacityBytes()).isEqualTo(8 * Requests.GIB);
    assertThat(grown.getNodeExpansionRequired()).isTrue();
    assertThat(size()).isEqualTo(VolumeSize.ofGibibytes(8));
    // "optimizing" counts as done.
    assertThat(controller.time.passed()).isLessThan(InMemoryModifications.UNTIL_COMPLETED);
  }

  @Test
  void aPartOfAGibibyteIsRoundedUp() {
    CapacityRange range = CapacityRange.newBuilder().setRequiredBytes(4 * Requests.GIB + 1).build();
    assertThat(
            controller
                .stub()
                .controllerExpandVolume(Requests.expand(volume, 1).setCapacityRange(range).build())
                .getCapacityBytes())
        .isEqualTo(5 * Requests.GIB);
  }

  @Test
  void aRawDeviceNeedsNothingOfTheNode() {
    assertThat(
            controller
                .stub()
                .controllerExpandVolume(
                    Requests.expand(volume, 8)
                        .setVolumeCapability(Requests.block(Mode.SINGLE_NODE_WRITER))
                        .build())
                .getNodeExpansionRequired())
        .isFalse();
  }

  @Test
  void whatIsLargeEnoughCostsNoModification() {
    assertThat(expand(4).getCapacityBytes()).isEqualTo(4 * Requests.GIB);
    assertThat(expand(2).getCapacityBytes()).isEqualTo(4 * Requests.GIB);
    assertThat(begun()).isZero();
  }

  @Test
  void aRepeatFindsTheModificationThatThereIs() {
    controller.modifications.loseNextReply();
    assertRefused(() -> expand(8), Status.Code.UNAVAILABLE, "ModifyVolume");
    assertThat(expand(8).getCapacityBytes()).isEqualTo(8 * Requests.GIB);
    assertThat(expand(8).getCapacityBytes()).isEqualTo(8 * Requests.GIB);
    assertThat(begun()).isEqualTo(1);
  }

  @Test
  void aVolumeThatEc2StillReportsSmallerIsNotModifiedAgain() {
    controller.modifications.reportVolumesLate();
    expand(8);
    assertThat(size()).isEqualTo(VolumeSize.ofGibibytes(4));
    assertThat(expand(8).getCapacityBytes()).isEqualTo(8 * Requests.GIB);
    assertThat(begun()).isEqualTo(1);
  }

  @Test
  void anotherSizeWaitsUntilEc2IsDoneWithTheFirst() {
    expand(8);
    assertRefused(
        () -> expand(16),
        Status.Code.ABORTED,
        volume,
        "16 GiB",
        "still busy with its change to gp3, 8 GiB",
        "OPTIMIZING, 50 %");
    controller.time.pass(InMemoryModifications.UNTIL_COMPLETED);
    assertThat(expand(16).getCapacityBytes()).isEqualTo(16 * Requests.GIB);
  }

  @Test
  void aFifthModificationInADayIsRefusedWithTheTimeWhenItIsPossible() {
    for (int gibibytes = 5; gibibytes < 9; gibibytes++) {
      expand(gibibytes);
      controller.time.pass(InMemoryModifications.UNTIL_COMPLETED);
    }
    assertRefused(
        () -> expand(9),
        Status.Code.RESOURCE_EXHAUSTED,
        volume,
        "its last change began at 2026-11-21T03:",
        "ask again at 2026-11-22T03:");
  }

  @Test
  void aSmallerLimitIsOutOfRange() {
    CapacityRange range = CapacityRange.newBuilder().setLimitBytes(2 * Requests.GIB).build();
    assertRefused(
        () ->
            controller
                .stub()
                .controllerExpandVolume(Requests.expand(volume, 2).setCapacityRange(range).build()),
        Status.Code.OUT_OF_RANGE,
        "the volume has 4 GiB",
        "limit_bytes allows 2 GiB");
  }

  @Test
  void moreThanTheTypesLargestSizeIsOutOfRange() {
    assertRefused(() -> expand(65_537), Status.Code.OUT_OF_RANGE, "at most 65536 GiB");
    assertThat(begun()).isZero();
  }

  @Test
  void aVolumeThatDoesNotExistIsNotFound() {
    controller.volumes.vanish(new VolumeId(volume));
    assertRefused(() -> expand(8), Status.Code.NOT_FOUND, volume);
    assertRefused(
        () -> controller.stub().controllerExpandVolume(Requests.expand("disk-1", 8).build()),
        Status.Code.NOT_FOUND,
        "disk-1");
  }

  @Test
  void aVolumeThatIsBeingCreatedIsWaitedForAndOneThatFailedIsNot() {
    controller.volumes.become(new VolumeId(volume), VolumeState.CREATING);
    assertRefused(() -> expand(8), Status.Code.ABORTED, volume, "being created");
    controller.volumes.become(new VolumeId(volume), VolumeState.ERROR);
    assertRefused(() -> expand(8), Status.Code.FAILED_PRECONDITION, volume, "state error");
    controller.volumes.become(new VolumeId(volume), VolumeState.DELETING);
    assertRefused(() -> expand(8), Status.Code.NOT_FOUND, volume);
  }

  @Test
  void aModificationThatEc2GivesUpIsFinalAndSaysWhatTheVolumeIs() {
    controller.modifications.failWith("no room");
    assertRefused(
        () -> expand(8),
        Status.Code.FAILED_PRECONDITION,
        "from gp3, 4 GiB",
        "to gp3, 8 GiB",
        "no room");
    // The next call may try again.
    assertRefused(() -> expand(8), Status.Code.FAILED_PRECONDITION, "no room");
    assertThat(begun()).isEqualTo(2);
  }

  @Test
  void anotherClustersVolumeIsLeftAlone() {
    controller.owners.tag(new VolumeId(volume), Map.of("kubernetes.io/cluster/green", "owned"));
    assertRefused(() -> expand(8), Status.Code.FAILED_PRECONDITION, "green", "not changed");
    assertThat(begun()).isZero();
  }

  @Test
  void aRefusalOfEc2IsPassedOnAsItIs() {
    controller.modifications.refuse(new Failure.InvalidRequest("EC2 refused ModifyVolume: io2"));
    assertRefused(() -> expand(8), Status.Code.INVALID_ARGUMENT, "io2");
  }

  @Test
  void aRequestWithoutVolumeOrSizeIsInvalid() {
    assertRefused(
        () -> controller.stub().controllerExpandVolume(Requests.expand("", 8).build()),
        Status.Code.INVALID_ARGUMENT,
        "volume_id");
    assertRefused(
        () ->
            controller
                .stub()
                .controllerExpandVolume(Requests.expand(volume, 8).clearCapacityRange().build()),
        Status.Code.INVALID_ARGUMENT,
        "capacity_range is missing");
  }

  private ControllerExpandVolumeResponse expand(long gibibytes) {
    return controller.stub().controllerExpandVolume(Requests.expand(volume, gibibytes).build());
  }

  private VolumeSize size() {
    return controller.volumes.one(new VolumeId(volume)).size();
  }

  private int begun() {
    return controller.modifications.of(new VolumeId(volume)).size();
  }
}
