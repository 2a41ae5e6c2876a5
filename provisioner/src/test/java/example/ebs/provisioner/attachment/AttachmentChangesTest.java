package example.ebs.provisioner.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.provisioner.Objects;
import example.ebs.provisioner.loop.ObjectKey;
import io.fabric8.kubernetes.api.model.storage.CSINode;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import io.fabric8.kubernetes.api.model.storage.VolumeNodeResources;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class AttachmentChangesTest {
  @AutoClose private final AttachmentScene scene = new AttachmentScene();
  private final List<ObjectKey> enqueued = new ArrayList<>();
  private final List<ObjectKey> woken = new ArrayList<>();
  private final AttachmentChanges changes =
      new AttachmentChanges(
          scene.cluster.cluster(), AttachmentScene.NAME, enqueued::add, woken::add);
  private final VolumeAttachment first = scene.cluster.put(scene.attachment);

  @Test
  void aNewAttachmentIsLookedAt() {
    changes.changed(Optional.empty(), first);
    assertThat(enqueued).containsExactly(ObjectKey.of(first));
  }

  @Test
  void whatTheReconcilerWritesIsNoReasonToLookAgain() {
    scene.driver.attach(AttachmentScene.VOLUME, AttachmentScene.OTHER_NODE_ID);
    scene.reconcile();
    VolumeAttachment failed = scene.now();
    changes.changed(Optional.of(first), failed);
    scene.driver.detach(AttachmentScene.VOLUME, AttachmentScene.OTHER_NODE_ID);
    scene.reconcile();
    changes.changed(Optional.of(failed), scene.now());
    assertThat(enqueued).isEmpty();
  }

  @Test
  void aDeletionIsLookedAt() {
    scene.reconcile();
    VolumeAttachment attached = scene.now();
    scene.delete();
    changes.changed(Optional.of(attached), scene.now());
    assertThat(enqueued).containsExactly(ObjectKey.of(first));
  }

  @Test
  void whoWaitsForTheVolumeIsLookedAtWhenItIsFree() {
    scene.reconcile();
    VolumeAttachment waiting =
        scene.cluster.put(Objects.attachment(AttachmentScene.NAME, "pv-1", "node-b"));
    changes.gone(scene.now());
    assertThat(woken).containsExactly(ObjectKey.of(waiting));
  }

  @Test
  void whoWaitsForANodeIsLookedAtWhenItRegisters() {
    CSINode node = Objects.csiNode("node-a", AttachmentScene.NAME, AttachmentScene.NODE_ID);
    changes.nodeChanged(Optional.empty(), node);
    assertThat(woken).containsExactly(ObjectKey.of(first));
  }

  @Test
  void aNodeThatTellsOnlyOfItsRoomIsNoReasonToLook() {
    CSINode before = Objects.csiNode("node-a", AttachmentScene.NAME, AttachmentScene.NODE_ID);
    CSINode now = Objects.csiNode("node-a", AttachmentScene.NAME, AttachmentScene.NODE_ID);
    now.getSpec().getDrivers().getFirst().setAllocatable(new VolumeNodeResources(7));
    changes.nodeChanged(Optional.of(before), now);
    assertThat(woken).isEmpty();
  }
}
