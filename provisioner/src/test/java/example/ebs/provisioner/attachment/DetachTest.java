package example.ebs.provisioner.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.ControllerUnpublishVolumeRequest;
import example.ebs.provisioner.Objects;
import example.ebs.provisioner.cluster.ObjectPatch;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.Outcome;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class DetachTest {
  @AutoClose private final AttachmentScene scene = new AttachmentScene();

  @Test
  void detachesAndLetsTheObjectGoWithOneWrite() {
    scene.attach();
    scene.delete();
    scene.cluster.api().forget();
    assertThat(scene.reconcile()).isEqualTo(Outcome.done());
    assertThat(scene.driver.nodes(AttachmentScene.VOLUME)).isEmpty();
    assertThat(scene.isGone()).isTrue();
    assertThat(scene.cluster.api().writes()).hasSize(1);
  }

  @Test
  void saysDetachedWhereSomebodyElseKeepsTheObject() {
    scene.attach();
    scene.keepByOther();
    scene.delete();
    scene.reconcile();
    assertThat(scene.now().getStatus().getAttached()).isFalse();
    assertThat(scene.now().getStatus().getAttachmentMetadata()).isNullOrEmpty();
    assertThat(scene.now().getMetadata().getFinalizers()).containsExactly("other.example/wait");
  }

  @Test
  void keepsTheObjectAndSaysWhyWhileItCannotDetach() {
    scene.attach();
    scene.delete();
    scene.driver.fail(
        ControllerUnpublishVolumeRequest.class, new Failure.TimedOut("still busy on the node"));
    assertThat(scene.reconcile()).isEqualTo(Outcome.retry());
    assertThat(scene.detachError().getMessage()).isEqualTo("still busy on the node");
    assertThat(scene.detachError().getErrorCode()).isEqualTo(4);
    assertThat(scene.now().getStatus().getAttached()).isTrue();
    assertThat(scene.reconcile()).isEqualTo(Outcome.done());
    assertThat(scene.isGone()).isTrue();
  }

  @Test
  void detachesWhatMayHaveBeenAttachedWithoutOurKnowing() {
    scene.driver.loseReply(
        example.ebs.proto.csi.ControllerPublishVolumeRequest.class,
        new Failure.Unavailable("connection lost"));
    scene.attach();
    assertThat(scene.driver.nodes(AttachmentScene.VOLUME)).hasSize(1);
    scene.delete();
    scene.reconcile();
    assertThat(scene.driver.nodes(AttachmentScene.VOLUME)).isEmpty();
    assertThat(scene.isGone()).isTrue();
  }

  @Test
  void detachesFromWhereItAttachedThoughTheNodeHasGone() {
    scene.attach();
    scene.cluster.delete(Objects.csiNode("node-a", AttachmentScene.NAME, AttachmentScene.NODE_ID));
    scene.delete();
    scene.reconcile();
    assertThat(scene.driver.nodes(AttachmentScene.VOLUME)).isEmpty();
    assertThat(scene.isGone()).isTrue();
  }

  @Test
  void detachesFromWhereItAttachedThoughAnotherMachineHasTheNameNow() {
    scene.attach();
    scene.cluster.put(Objects.csiNode("node-a", AttachmentScene.NAME, "i-00000000000000ccc"));
    scene.delete();
    scene.reconcile();
    assertThat(scene.driver.nodes(AttachmentScene.VOLUME)).isEmpty();
  }

  @Test
  void detachesThoughThePersistentVolumeHasGone() {
    scene.attach();
    scene.losePersistentVolume();
    scene.delete();
    assertThat(scene.reconcile()).isEqualTo(Outcome.done());
    assertThat(scene.driver.nodes(AttachmentScene.VOLUME)).isEmpty();
    assertThat(scene.isGone()).isTrue();
  }

  @Test
  void detachesWhatItAttachedThoughAnotherPersistentVolumeHasTheNameNow() {
    scene.attach();
    scene.losePersistentVolume();
    scene.driver.addVolume("vol-00000000000000002", 1);
    scene.driver.attach("vol-00000000000000002", AttachmentScene.NODE_ID);
    scene.cluster.put(Objects.volume("pv-1", AttachmentScene.NAME, "vol-00000000000000002"));
    scene.delete();
    scene.reconcile();
    assertThat(scene.driver.nodes(AttachmentScene.VOLUME)).isEmpty();
    assertThat(scene.driver.nodes("vol-00000000000000002")).hasSize(1);
  }

  @Test
  void detachesWhatAnAttacherOfAnotherMakeHasMarked() {
    scene.attachAsOthersDo();
    scene.delete();
    scene.reconcile();
    assertThat(scene.driver.nodes(AttachmentScene.VOLUME)).isEmpty();
    assertThat(scene.isGone()).isTrue();
  }

  @Test
  void whereNobodyKnowsTheVolumeItSaysWhatToDo() {
    scene.attachAsOthersDo();
    scene.losePersistentVolume();
    scene.delete();
    assertThat(scene.reconcile()).isEqualTo(Outcome.retry());
    assertThat(scene.detachError().getMessage())
        .contains("\"pv-1\" does not exist")
        .contains("attached to node node-a")
        .contains("remove finalizer external-attacher/ebs-example");
    assertThat(scene.driver.requests(ControllerUnpublishVolumeRequest.class)).isEmpty();
  }

  @Test
  void whatTheApiServerRefusesIsToldLikeWhatTheDriverRefuses() {
    scene.attach();
    scene.delete();
    scene.refuseNextWrite("finalizers are not for you");
    assertThat(scene.reconcile()).isEqualTo(Outcome.retry());
    assertThat(scene.detachError().getMessage()).contains("finalizers are not for you");
    assertThat(scene.detachError().getErrorCode()).isEqualTo(7);
    scene.reconcile();
    assertThat(scene.isGone()).isTrue();
  }

  @Test
  void neverAsksToDetachFromEveryNode() {
    scene.attach();
    scene.cluster.delete(Objects.csiNode("node-a", AttachmentScene.NAME, AttachmentScene.NODE_ID));
    var _ =
        ObjectPatch.of(scene.now())
            .removeAnnotation("csi.alpha.kubernetes.io/node-id")
            .apply(scene.cluster.client());
    scene.delete();
    assertThat(scene.reconcile()).isEqualTo(Outcome.retry());
    assertThat(scene.detachError().getMessage()).contains("id of node node-a is not known");
    assertThat(scene.driver.requests(ControllerUnpublishVolumeRequest.class)).isEmpty();
  }

  @Test
  void asksNothingWhereNothingWasAskedFor() {
    scene.cluster.put(scene.attachment);
    scene.keepByOther();
    scene.delete();
    assertThat(scene.reconcile()).isEqualTo(Outcome.done());
    assertThat(scene.driver.requests(ControllerUnpublishVolumeRequest.class)).isEmpty();
  }

  @Test
  void thePersistentVolumeStaysUntilItIsDetached() {
    scene.attach();
    scene.cluster.delete(scene.volume);
    scene.finalizers.reconcile(ObjectKey.of(scene.volume));
    assertThat(scene.volumeNow().getMetadata().getFinalizers()).contains(AttachmentScene.FINALIZER);
    scene.delete();
    scene.reconcile();
    scene.finalizers.reconcile(ObjectKey.of(scene.volume));
    assertThat(scene.cluster.now(scene.volume)).isEmpty();
    assertThat(scene.driver.nodes(AttachmentScene.VOLUME)).isEmpty();
  }

  @Test
  void aPersistentVolumeInUseKeepsItsMark() {
    scene.attach();
    scene.delete();
    scene.reconcile();
    scene.finalizers.reconcile(ObjectKey.of(scene.volume));
    assertThat(scene.volumeNow().getMetadata().getFinalizers()).contains(AttachmentScene.FINALIZER);
  }
}
