package example.ebs.provisioner.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.ControllerPublishVolumeRequest;
import example.ebs.proto.csi.VolumeCapability.AccessMode;
import example.ebs.provisioner.Objects;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.Outcome;
import io.fabric8.kubernetes.api.model.storage.VolumeAttachment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class AttachTest {
  @AutoClose private final AttachmentScene scene = new AttachmentScene();

  @Test
  void attachesTheVolumeToTheNode() {
    scene.cluster.put(scene.attachment);
    assertThat(scene.reconcile()).isEqualTo(Outcome.done());
    assertThat(scene.driver.nodes(AttachmentScene.VOLUME)).containsExactly(AttachmentScene.NODE_ID);
    assertThat(scene.now().getStatus().getAttached()).isTrue();
    assertThat(scene.now().getStatus().getAttachmentMetadata())
        .isEqualTo(Map.of("devicePath", "/dev/xvdaa"));
  }

  @Test
  void asksTheDriverForWhatThePersistentVolumeSays() {
    scene.attach();
    ControllerPublishVolumeRequest request =
        scene.driver.requests(ControllerPublishVolumeRequest.class).getFirst();
    assertThat(request.getVolumeId()).isEqualTo(AttachmentScene.VOLUME);
    assertThat(request.getNodeId()).isEqualTo(AttachmentScene.NODE_ID);
    assertThat(request.getReadonly()).isFalse();
    assertThat(request.getVolumeCapability().getMount().getFsType()).isEqualTo("xfs");
    assertThat(request.getVolumeCapability().getAccessMode().getMode())
        .isEqualTo(AccessMode.Mode.SINGLE_NODE_MULTI_WRITER);
  }

  @Test
  void leavesItsMarksBeforeItAsksTheDriver() {
    scene.driver.before(
        ControllerPublishVolumeRequest.class,
        () -> {
          assertThat(scene.volumeNow().getMetadata().getFinalizers())
              .contains(AttachmentScene.FINALIZER);
          assertThat(scene.now().getMetadata().getFinalizers())
              .containsExactly(AttachmentScene.FINALIZER);
          assertThat(scene.now().getMetadata().getAnnotations())
              .containsEntry("csi.alpha.kubernetes.io/node-id", AttachmentScene.NODE_ID)
              .containsEntry("ebs.example/volume-handle", AttachmentScene.VOLUME);
        });
    scene.attach();
    assertThat(scene.now().getStatus().getAttached()).isTrue();
  }

  @Test
  void writesThreeTimesAndTwiceWhereThePersistentVolumeIsMarked() {
    scene.cluster.put(scene.attachment);
    scene.cluster.api().forget();
    scene.reconcile();
    assertThat(scene.cluster.api().writes())
        .containsExactly(
            "PATCH /api/v1/persistentvolumes/pv-1",
            "PATCH /apis/storage.k8s.io/v1/volumeattachments/pv-1-on-node-a",
            "PATCH /apis/storage.k8s.io/v1/volumeattachments/pv-1-on-node-a/status");
  }

  @Test
  void doesNothingToWhatIsAttached() {
    scene.attach();
    scene.cluster.api().forget();
    assertThat(scene.reconcile()).isEqualTo(Outcome.done());
    assertThat(scene.cluster.api().writes()).isEmpty();
    assertThat(scene.driver.requests(ControllerPublishVolumeRequest.class)).hasSize(1);
  }

  @Test
  void doesNotAskTheDriverAgainWhereTheWatchHasNotToldThatItIsAttached() {
    VolumeAttachment asked =
        scene
            .attachment
            .edit()
            .editMetadata()
            .addToFinalizers(AttachmentScene.FINALIZER)
            .endMetadata()
            .build();
    VolumeAttachment seen = scene.cluster.put(asked);
    scene
        .cluster
        .api()
        .putUnseen(
            "/apis/storage.k8s.io/v1/volumeattachments/pv-1-on-node-a",
            seen.edit().withNewStatus().withAttached(true).endStatus().build());
    assertThat(scene.reconciler.reconcile(ObjectKey.of(seen))).isEqualTo(Outcome.done());
    assertThat(scene.driver.requests(ControllerPublishVolumeRequest.class)).isEmpty();
  }

  @Test
  void leavesOtherDriversAlone() {
    VolumeAttachment other =
        scene.cluster.put(Objects.attachment("other.example", "pv-1", "node-a"));
    scene.cluster.api().forget();
    assertThat(scene.reconcile(other)).isEqualTo(Outcome.done());
    assertThat(scene.cluster.api().writes()).isEmpty();
  }

  @Test
  void tellsTheDriversWordsUnchangedAndTriesAgain() {
    String words =
        "volume vol-1 is in zone zone-a and node i-2 is in zone zone-b: run the pod in zone-a";
    scene.driver.fail(ControllerPublishVolumeRequest.class, new Failure.PreconditionFailed(words));
    scene.cluster.put(scene.attachment);
    assertThat(scene.reconcile()).isEqualTo(Outcome.waiting());
    assertThat(scene.now().getStatus().getAttached()).isFalse();
    assertThat(scene.attachError().getMessage()).isEqualTo(words);
    assertThat(scene.attachError().getErrorCode()).isEqualTo(9);
    assertThat(scene.attachError().getTime()).endsWith("Z");
    assertThat(scene.reconcile()).isEqualTo(Outcome.done());
    assertThat(scene.now().getStatus().getAttached()).isTrue();
    assertThat(scene.now().getStatus().getAttachError()).isNull();
  }

  @Test
  void writesTheSameErrorOnlyOnce() {
    for (int times = 0; times < 2; times++) {
      scene.driver.fail(ControllerPublishVolumeRequest.class, new Failure.LimitReached("full"));
    }
    scene.attach();
    scene.cluster.api().forget();
    assertThat(scene.reconcile()).isEqualTo(Outcome.retry());
    assertThat(scene.cluster.api().writes()).isEmpty();
    assertThat(scene.attachError().getErrorCode()).isEqualTo(8);
  }

  @Test
  void saysWhichNodeStillHoldsTheVolume() {
    scene.driver.attach(AttachmentScene.VOLUME, AttachmentScene.OTHER_NODE_ID);
    scene.attach();
    assertThat(scene.attachError().getMessage()).contains(AttachmentScene.OTHER_NODE_ID);
    assertThat(scene.attachError().getErrorCode()).isEqualTo(9);
    scene.driver.detach(AttachmentScene.VOLUME, AttachmentScene.OTHER_NODE_ID);
    assertThat(scene.reconcile()).isEqualTo(Outcome.done());
    assertThat(scene.now().getStatus().getAttached()).isTrue();
  }

  @Test
  void aNodeWithoutOurNodeServiceIsAnErrorThatSaysSo() {
    VolumeAttachment there =
        scene.cluster.put(Objects.attachment(AttachmentScene.NAME, "pv-1", "node-c"));
    assertThat(scene.reconcile(there)).isEqualTo(Outcome.waiting());
    VolumeAttachment now = Objects.present(scene.cluster.now(there));
    assertThat(now.getStatus().getAttachError().getMessage())
        .contains("not registered on node node-c yet");
    assertThat(now.getMetadata().getFinalizers()).isEmpty();
    assertThat(scene.driver.requests(ControllerPublishVolumeRequest.class)).isEmpty();
  }

  @Test
  void aPersistentVolumeThatIsBeingDeletedIsNotAttached() {
    scene.cluster.put(
        scene
            .volume
            .edit()
            .editMetadata()
            .withFinalizers(List.of("some/other"))
            .endMetadata()
            .build());
    scene.cluster.delete(scene.volume);
    scene.attach();
    assertThat(scene.attachError().getMessage()).contains("pv-1 is being deleted");
    assertThat(scene.driver.requests(ControllerPublishVolumeRequest.class)).isEmpty();
  }

  @Test
  void aMissingPersistentVolumeIsAnErrorThatNamesIt() {
    VolumeAttachment attachment =
        scene.cluster.put(Objects.attachment(AttachmentScene.NAME, "pv-2", "node-a"));
    assertThat(scene.reconcile(attachment)).isEqualTo(Outcome.waiting());
    assertThat(
            Objects.present(scene.cluster.now(attachment))
                .getStatus()
                .getAttachError()
                .getMessage())
        .contains("\"pv-2\" does not exist");
  }

  @Test
  void whatTheApiServerRefusesIsToldLikeWhatTheDriverRefuses() {
    scene.cluster.put(scene.attachment);
    scene.refuseNextWrite("finalizers are not for you");
    assertThat(scene.reconcile()).isEqualTo(Outcome.retry());
    assertThat(scene.attachError().getMessage()).contains("finalizers are not for you");
    assertThat(scene.attachError().getErrorCode()).isEqualTo(7);
    assertThat(scene.reconcile()).isEqualTo(Outcome.done());
    assertThat(scene.now().getStatus().getAttachError()).isNull();
  }
}
