package example.ebs.controller;

import static example.ebs.controller.FakeController.NODE;
import static example.ebs.controller.FakeController.OTHER_NODE;
import static example.ebs.controller.FakeController.VOLUME;
import static example.ebs.controller.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.controller.attachment.AttachmentState;
import example.ebs.csi.model.VolumeId;
import io.grpc.Status;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is done with volumes by their clusters' tags; this cluster is "blue". */
final class OtherClustersTest {
  private static final String GREEN = "kubernetes.io/cluster/green";
  private static final String BLUE = "kubernetes.io/cluster/blue";
  private static final Map<String, String> FOREIGN = Map.of(GREEN, "owned");
  private static final Status.Code REFUSED = Status.Code.FAILED_PRECONDITION;

  @AutoClose private final FakeController controller = new FakeController();

  static Stream<Map<String, String>> tagsThatKeepNobodyOut() {
    return Stream.of(
        Map.of(),
        Map.of("ebs.csi.aws.com/cluster", "true"),
        Map.of(GREEN, "shared"),
        Map.of(BLUE, "owned"),
        Map.of(GREEN, "owned", BLUE, "owned"));
  }

  @Test
  void anotherClustersVolumeIsNotDeleted() {
    VolumeId volume = created();
    controller.owners.tag(volume, FOREIGN);
    assertRefused(() -> delete(volume), REFUSED, GREEN, BLUE + "=owned", "Retain");
    assertThat(controller.volumes.all()).hasSize(1);
  }

  @Test
  void anotherClustersVolumeIsNotDetached() {
    controller.owners.tag(VOLUME, FOREIGN);
    AttachmentState there = new AttachmentState.Attached("/dev/xvdaa");
    controller.attachments.set(VOLUME, NODE, there);
    assertRefused(() -> detach(NODE.value()), REFUSED, GREEN, BLUE + "=owned", NODE.value());
    assertRefused(() -> detach(""), REFUSED, GREEN);
    assertThat(controller.attachments.requests()).isEmpty();
  }

  @Test
  void whatIsNotAttachedIsDetachedAlreadyWhoeverOwnsIt() {
    controller.owners.tag(VOLUME, FOREIGN);
    controller.attachments.set(VOLUME, NODE, new AttachmentState.Attached("/dev/xvdaa"));
    detach(OTHER_NODE.value());
    assertThat(controller.attachments.requests()).isEmpty();
  }

  @Test
  void whatCouldNotBeDetachedAgainIsNotAttached() {
    controller.owners.tag(VOLUME, FOREIGN);
    assertRefused(this::attach, REFUSED, GREEN, BLUE + "=owned", NODE.value());
    assertThat(controller.attachments.requests()).isEmpty();
  }

  @Test
  void whatIsAttachedStaysSo() {
    attach();
    controller.owners.tag(VOLUME, FOREIGN);
    attach();
  }

  @ParameterizedTest
  @MethodSource("tagsThatKeepNobodyOut")
  void everyOtherVolumeIsUsedAsBefore(Map<String, String> tags) {
    VolumeId volume = created();
    controller.owners.tag(volume, tags);
    controller.owners.tag(VOLUME, tags);
    attach();
    detach(NODE.value());
    delete(volume);
    assertThat(controller.attachments.requests()).hasSize(2).contains("detach");
    assertThat(controller.volumes.all()).isEmpty();
  }

  private VolumeId created() {
    return new VolumeId(
        controller
            .stub()
            .createVolume(Requests.create("claim", 1).build())
            .getVolume()
            .getVolumeId());
  }

  private void delete(VolumeId volume) {
    var _ = controller.stub().deleteVolume(Requests.delete(volume.value()));
  }

  private void attach() {
    var _ =
        controller
            .stub()
            .controllerPublishVolume(Requests.publish(VOLUME.value(), NODE.value()).build());
  }

  private void detach(String node) {
    var _ = controller.stub().controllerUnpublishVolume(Requests.unpublish(VOLUME.value(), node));
  }
}
