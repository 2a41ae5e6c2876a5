package example.ebs.provisioner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.CreateVolumeRequest;
import example.ebs.proto.csi.DeleteVolumeRequest;
import example.ebs.provisioner.csi.CsiController;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class FakeDriverTest {
  private static final CreateVolumeRequest REQUEST =
      CreateVolumeRequest.newBuilder().setName("pvc-1").build();

  @AutoClose private final FakeDriver driver = FakeDriver.named("fake.example");
  private final CsiController controller = driver.controller();

  @Test
  void theSameNameGivesTheSameVolume() {
    assertThat(controller.create(REQUEST)).isEqualTo(controller.create(REQUEST));
    assertThat(driver.volumes()).hasSize(1);
    assertThat(driver.requests(CreateVolumeRequest.class)).containsExactly(REQUEST, REQUEST);
  }

  @Test
  void aPlannedFailureHappensOnceAndDoesNothing() {
    driver.fail(CreateVolumeRequest.class, new Failure.LimitReached("the zone is full"));
    assertThatThrownBy(() -> controller.create(REQUEST))
        .isInstanceOf(Failure.LimitReached.class)
        .hasMessage("the zone is full");
    assertThat(driver.volumes()).isEmpty();
    assertThat(controller.create(REQUEST).getVolume().getVolumeId()).isNotEmpty();
  }

  @Test
  void aLostReplyLeavesItsEffect() {
    driver.loseReply(CreateVolumeRequest.class, new Failure.Unavailable("gone"));
    assertThatThrownBy(() -> controller.create(REQUEST)).isInstanceOf(Failure.Unavailable.class);
    assertThat(driver.volumes()).hasSize(1);
  }

  @Test
  void anAttachedVolumeIsNotDeleted() {
    String id = controller.create(REQUEST).getVolume().getVolumeId();
    driver.attach(id, "node-1");
    DeleteVolumeRequest delete = DeleteVolumeRequest.newBuilder().setVolumeId(id).build();
    assertThatThrownBy(() -> controller.delete(delete))
        .isInstanceOf(Failure.PreconditionFailed.class);
    driver.detach(id, "node-1");
    controller.delete(delete);
    assertThat(driver.volumes()).isEmpty();
  }
}
