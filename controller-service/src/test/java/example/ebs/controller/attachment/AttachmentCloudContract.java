package example.ebs.controller.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.controller.attachment.AttachmentCloud.AttachRequested;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.model.Zone;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every cloud must do with attachments; runs on the fake and on EC2's adapter. */
public abstract class AttachmentCloudContract {
  private static final VolumeId NO_VOLUME = new VolumeId("vol-0fffffffffffffff0");
  private static final NodeId NO_NODE = new NodeId("i-0fffffffffffffff0");
  private static final String DEVICE = "/dev/xvdaa";

  protected abstract AttachmentCloud cloud();

  protected abstract VolumeId newVolume(String zone);

  protected abstract NodeId newNode(String zone);

  @Test
  void whatDoesNotExistIsNotFound() {
    AttachmentCloud.Scene scene = cloud().look(NO_VOLUME, NO_NODE);
    assertThat(scene.volume()).isEmpty();
    assertThat(scene.node()).isEmpty();
    assertThat(cloud().look(NO_VOLUME, new NodeId("*")).node()).isEmpty();
    assertThat(cloud().volumes(Set.of(NO_VOLUME))).isEmpty();
  }

  @Test
  void volumeAndNodeAreFoundTogether() {
    VolumeId volume = newVolume("us-east-1a");
    NodeId node = newNode("us-east-1b");
    AttachmentCloud.Scene scene = cloud().look(volume, node);
    assertThat(scene.volume()).map(AttachableVolume::zone).contains(new Zone("us-east-1a"));
    assertThat(scene.node()).map(NodeInstance::zone).contains(new Zone("us-east-1b"));
    assertThat(scene.node()).map(NodeInstance::gone).contains(false);
    assertThat(scene.node().orElseThrow().devices()).contains("/dev/xvda");
  }

  @Test
  void anAttachedVolumeShowsItsNodeAndDevice() {
    VolumeId volume = newVolume("us-east-1a");
    NodeId node = newNode("us-east-1a");
    assertThat(cloud().attach(volume, node, DEVICE)).isEqualTo(AttachRequested.BEGUN);
    awaitOn(volume, node, new AttachmentState.Attached(DEVICE));
    assertThat(cloud().look(volume, node).node().orElseThrow().devices()).contains(DEVICE);
  }

  @Test
  void aTakenNameAndATakenVolumeAreToldApart() {
    VolumeId first = newVolume("us-east-1a");
    VolumeId second = newVolume("us-east-1a");
    NodeId node = newNode("us-east-1a");
    cloud().attach(first, node, DEVICE);
    assertThat(cloud().attach(second, node, DEVICE)).isEqualTo(AttachRequested.NAME_TAKEN);
    assertThat(cloud().attach(first, node, "/dev/xvdab"))
        .isEqualTo(AttachRequested.ALREADY_ATTACHED);
    assertThat(cloud().attach(first, newNode("us-east-1a"), "/dev/xvdab"))
        .isEqualTo(AttachRequested.ALREADY_ATTACHED);
  }

  @Test
  void anotherZoneIsRefused() {
    VolumeId volume = newVolume("us-east-1a");
    NodeId node = newNode("us-east-1b");
    assertThatThrownBy(() -> cloud().attach(volume, node, DEVICE))
        .isInstanceOf(Failure.PreconditionFailed.class);
  }

  @Test
  void anUnknownVolumeOrNodeIsRefused() {
    VolumeId volume = newVolume("us-east-1a");
    NodeId node = newNode("us-east-1a");
    assertThatThrownBy(() -> cloud().attach(volume, NO_NODE, DEVICE))
        .isInstanceOf(Failure.NotFound.class);
    assertThatThrownBy(() -> cloud().attach(NO_VOLUME, node, DEVICE))
        .isInstanceOf(Failure.NotFound.class);
  }

  @Test
  void aDetachedVolumeIsFreeAndMayBeDetachedAgain() {
    VolumeId volume = newVolume("us-east-1a");
    NodeId node = newNode("us-east-1a");
    cloud().attach(volume, node, DEVICE);
    awaitOn(volume, node, new AttachmentState.Attached(DEVICE));
    cloud().detach(volume, node);
    awaitOn(volume, node, new AttachmentState.Detached());
    cloud().detach(volume, node);
    cloud().detach(volume, newNode("us-east-1a"));
    cloud().detach(volume, NO_NODE);
    cloud().detach(NO_VOLUME, node);
  }

  private void awaitOn(VolumeId volume, NodeId node, AttachmentState state) {
    // States pass on their own; a real cloud takes its time.
    while (!on(volume, node).equals(Optional.of(state))) {
      Thread.onSpinWait();
    }
  }

  private Optional<AttachmentState> on(VolumeId volume, NodeId node) {
    return Optional.ofNullable(cloud().volumes(Set.of(volume)).get(volume))
        .map(found -> found.on(node));
  }
}
