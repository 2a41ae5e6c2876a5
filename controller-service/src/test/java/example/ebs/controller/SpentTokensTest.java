package example.ebs.controller;

import static example.ebs.controller.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.controller.volume.NewVolume;
import example.ebs.controller.volume.VolumeState;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.Volume;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A token that has made a volume makes no other: which one the next volume of a name is asked for
 * with.
 */
final class SpentTokensTest {
  private final FakeController controller = new FakeController();

  @AfterEach
  void stop() {
    controller.close();
  }

  @Test
  void aSpentTokenIsReplacedOnlyWhenNoVolumeHasTheName() {
    create(Requests.create("spent", 1));
    controller.volumes.vanish(controller.volumes.all().getFirst().id());
    create(Requests.create("spent", 1));
    assertThat(controller.volumes.all()).hasSize(1);
    List<String> tokens = controller.volumes.requests().stream().map(NewVolume::token).toList();
    assertThat(tokens).hasSize(3);
    assertThat(tokens.get(1)).isEqualTo(tokens.get(0));
    assertThat(tokens.get(2)).isNotEqualTo(tokens.get(0));
  }

  @Test
  void aNameWhoseVolumeWasDeletedIsMadeAgainWithoutWaiting() {
    for (int round = 0; round < 3; round++) {
      String volume = create(Requests.create("fixed", 1)).getVolumeId();
      assertThat(controller.stub().deleteVolume(Requests.delete(volume))).isNotNull();
    }
    assertThat(controller.time.passed()).isZero();
    assertThat(controller.volumes.requests()).hasSize(3);
  }

  @Test
  void aNameWhoseVolumeFailedIsMadeAgainWithoutARefusedToken() {
    controller.volumes.bornAs(VolumeState.ERROR);
    assertRefused(
        () -> create(Requests.create("failed", 1)), Status.Code.FAILED_PRECONDITION, "error");
    controller.volumes.bornAs(VolumeState.AVAILABLE);
    create(Requests.create("failed", 1));
    assertThat(controller.time.passed()).isZero();
    assertThat(controller.volumes.requests()).hasSize(2);
  }

  @Test
  void aNameWhoseVolumeWasTakenBackIsMadeAgainWithoutARefusedToken() {
    controller.volumes.bornAs(VolumeState.CREATING);
    controller.time.after(
        Duration.ofSeconds(1),
        () -> controller.volumes.vanish(controller.volumes.all().getFirst().id()));
    assertRefused(
        () -> create(Requests.create("ghost", 1)), Status.Code.FAILED_PRECONDITION, "disappeared");
    controller.volumes.bornAs(VolumeState.AVAILABLE);
    create(Requests.create("ghost", 1));
    assertThat(controller.volumes.requests()).hasSize(2);
  }

  @Test
  void aTokenThatGivesAVolumeOnItsWayOutIsNotAskedAgain() {
    create(Requests.create("going", 1));
    controller.volumes.become(controller.volumes.all().getFirst().id(), VolumeState.DELETING);
    // The tag of the old volume shows no more, so that only the token leads to it.
    controller.volumes.blind(1);
    String next = create(Requests.create("going", 1)).getVolumeId();
    assertThat(next).isEqualTo(controller.volumes.all().getLast().id().value());
    assertThat(controller.volumes.requests()).hasSize(3);
  }

  @Test
  void aVolumeThatSomebodyElseDeletesSpendsItsTokenAsSoonAsItIsSeen() {
    create(Requests.create("shown", 1));
    controller.volumes.become(controller.volumes.all().getFirst().id(), VolumeState.DELETING);
    create(Requests.create("shown", 1));
    assertThat(controller.time.passed()).isZero();
    assertThat(controller.volumes.requests()).hasSize(2);
  }

  private Volume create(CreateVolumeRequest.Builder request) {
    return controller.stub().createVolume(request.build()).getVolume();
  }
}
