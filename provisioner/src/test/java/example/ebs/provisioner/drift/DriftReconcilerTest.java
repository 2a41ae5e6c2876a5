package example.ebs.provisioner.drift;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.ControllerServiceCapability.RPC;
import example.ebs.proto.csi.ControllerUnpublishVolumeRequest;
import example.ebs.proto.csi.ListVolumesRequest;
import example.ebs.provisioner.FakeDriver;
import example.ebs.provisioner.Objects;
import example.ebs.provisioner.loop.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class DriftReconcilerTest {
  @AutoClose private final DriftScene scene = new DriftScene(Leftovers.DETACHED);
  @AutoClose private final DriftScene telling = new DriftScene(Leftovers.TOLD);

  @Test
  void nothingHappensWhereBothSidesAgree() {
    scene.attached();
    scene.driver.attach(DriftScene.VOLUME, DriftScene.NODE_ID);
    scene.look(10);
    assertThat(scene.events.told()).isEmpty();
    assertThat(scene.attachedAgain).isEmpty();
    assertThat(scene.driver.requests(ControllerUnpublishVolumeRequest.class)).isEmpty();
  }

  @Test
  void whatTheDriverLostIsAttachedAgainOnceItWasSeenTwice() {
    scene.attached();
    scene.look(1);
    assertThat(scene.attachedAgain).isEmpty();
    scene.look(9);
    assertThat(scene.attachedAgain).containsExactly("pv-1-on-node-a");
    assertThat(scene.events.told())
        .singleElement()
        .asString()
        .startsWith("Warning AttachmentLost PersistentVolume/pv-1: volume vol-");
  }

  @Test
  void aVolumeThatTheDriverDoesNotListIsLeftAlone() {
    scene.attached();
    scene.driver.loseVolume(DriftScene.VOLUME);
    scene.look(10);
    assertThat(scene.attachedAgain).isEmpty();
  }

  @Test
  void whatNobodyNamesIsToldOfAndStaysAsAPersonMayHaveAttachedIt() {
    telling.driver.attach(DriftScene.VOLUME, DriftScene.NODE_ID);
    telling.look(5);
    assertThat(telling.events.told()).isEmpty();
    telling.look(100);
    assertThat(telling.driver.nodes(DriftScene.VOLUME)).hasSize(1);
    assertThat(telling.events.told())
        .singleElement()
        .asString()
        .startsWith("Warning LeftoverAttached PersistentVolume/pv-1: volume vol-")
        .contains("a person may have attached it");
  }

  @Test
  void toTellNothingIsAskedOfTheApiServer() {
    telling.cluster.api().forbidReading(_ -> true);
    telling.driver.attach(DriftScene.VOLUME, DriftScene.NODE_ID);
    telling.look(6);
    assertThat(telling.events.told())
        .singleElement()
        .asString()
        .contains("it is left as it is, as a person may have attached it");
  }

  @Test
  void aRetainedVolumeThatAPersonRescuesStaysAttachedAlsoWhereLeftoversAreDetached() {
    scene.release();
    scene.driver.attach(DriftScene.VOLUME, DriftScene.NODE_ID);
    scene.look(20);
    assertThat(scene.driver.nodes(DriftScene.VOLUME)).hasSize(1);
    assertThat(scene.events.told()).hasSize(1);
  }

  @Test
  void aVolumeWithoutAPersistentVolumeStaysAttached() {
    scene.driver.attach("vol-00000000000000001", DriftScene.NODE_ID);
    scene.look(20);
    assertThat(scene.driver.nodes("vol-00000000000000001")).hasSize(1);
  }

  @Test
  void aVolumeWithTwoPersistentVolumesStaysAttached() {
    scene.cluster.put(Objects.volume("pv-2", DriftScene.NAME, DriftScene.VOLUME));
    scene.driver.attach(DriftScene.VOLUME, DriftScene.NODE_ID);
    scene.look(20);
    assertThat(scene.driver.nodes(DriftScene.VOLUME)).hasSize(1);
  }

  @Test
  void whatWasToldIsLookedIntoAgainHalfAnHourLater() {
    scene.driver.attach(DriftScene.VOLUME, DriftScene.NODE_ID);
    scene.podWithClaim("node-a", "data");
    scene.look(6);
    scene.cluster.delete(scene.pod("node-a"));
    scene.look(29);
    assertThat(scene.driver.nodes(DriftScene.VOLUME)).hasSize(1);
    scene.look(1);
    assertThat(scene.driver.nodes(DriftScene.VOLUME)).isEmpty();
  }

  @Test
  void whereTheApiServerDoesNotSayWhetherItIsUsedItStays() {
    scene.driver.attach(DriftScene.VOLUME, DriftScene.NODE_ID);
    scene.cluster.api().forbidReading(path -> path.contains("/pods"));
    assertThat(scene.look(20)).isEqualTo(Outcome.after(Duration.ofMinutes(1)));
    assertThat(scene.driver.nodes(DriftScene.VOLUME)).hasSize(1);
    assertThat(scene.events.told())
        .singleElement()
        .asString()
        .contains("whether anybody uses it is not known: forbidden");
  }

  @Test
  void aVolumeAttachmentWhosePersistentVolumeHasGoneSpeaksForItsOwnVolumeOnly() {
    scene.cluster.put(
        Objects.attachment(DriftScene.NAME, "pv-gone", "node-a")
            .edit()
            .editMetadata()
            .addToAnnotations("ebs.example/volume-handle", "vol-00000000000000001")
            .endMetadata()
            .build());
    scene.driver.attach("vol-00000000000000001", DriftScene.NODE_ID);
    scene.driver.attach(DriftScene.VOLUME, DriftScene.NODE_ID);
    scene.look(6);
    assertThat(scene.driver.nodes("vol-00000000000000001")).hasSize(1);
    assertThat(scene.driver.nodes(DriftScene.VOLUME)).isEmpty();
  }

  @Test
  void whatNobodyNamesIsDetachedAfterFiveMinutesWhereTheOperatorWantsIt() {
    scene.driver.attach(DriftScene.VOLUME, DriftScene.NODE_ID);
    scene.look(5);
    assertThat(scene.driver.nodes(DriftScene.VOLUME)).hasSize(1);
    scene.look(1);
    assertThat(scene.driver.nodes(DriftScene.VOLUME)).isEmpty();
    assertThat(scene.events.told())
        .singleElement()
        .asString()
        .startsWith("Normal LeftoverDetached PersistentVolume/pv-1: volume vol-")
        .contains("node-a (" + DriftScene.NODE_ID + ")");
  }

  @Test
  void whatAPodOnTheNodeUsesStaysAndIsToldOnce() {
    scene.driver.attach(DriftScene.VOLUME, DriftScene.NODE_ID);
    scene.podWithClaim("node-a", "data");
    scene.look(20);
    assertThat(scene.driver.nodes(DriftScene.VOLUME)).hasSize(1);
    assertThat(scene.events.told())
        .singleElement()
        .asString()
        .startsWith("Warning LeftoverAttached PersistentVolume/pv-1");
  }

  @Test
  void aPodWhoseClaimCannotBeToldMayUseIt() {
    scene.driver.attach(DriftScene.VOLUME, DriftScene.NODE_ID);
    scene.podWithClaim("node-a", "unheard-of");
    scene.look(20);
    assertThat(scene.driver.nodes(DriftScene.VOLUME)).hasSize(1);
  }

  @Test
  void aPodOnAnotherNodeDoesNotMatter() {
    scene.driver.attach(DriftScene.VOLUME, DriftScene.NODE_ID);
    scene.podWithClaim("node-b", "data");
    scene.look(6);
    assertThat(scene.driver.nodes(DriftScene.VOLUME)).isEmpty();
  }

  @Test
  void aPodThatDescribesTheVolumeItselfUsesIt() {
    scene.driver.attach(DriftScene.VOLUME, DriftScene.NODE_ID);
    scene.podWithVolume("node-a", "aws://us-east-1a/" + DriftScene.VOLUME);
    scene.look(20);
    assertThat(scene.driver.nodes(DriftScene.VOLUME)).hasSize(1);
  }

  @Test
  void whatTheKubeletSaysIsInUseStays() {
    scene.driver.attach(DriftScene.VOLUME, DriftScene.NODE_ID);
    scene.inUse("node-a");
    scene.look(20);
    assertThat(scene.driver.nodes(DriftScene.VOLUME)).hasSize(1);
  }

  @Test
  void anInstanceThatIsNoNodeOfOursIsNeverTouched() {
    scene.driver.attach(DriftScene.VOLUME, "i-0000000000000f00d");
    scene.look(20);
    assertThat(scene.driver.nodes(DriftScene.VOLUME)).hasSize(1);
    assertThat(scene.events.told()).singleElement().asString().contains("none of this cluster's");
  }

  @Test
  void aDetachThatFailsIsToldAndTriedAgainHalfAnHourLater() {
    scene.driver.attach(DriftScene.VOLUME, DriftScene.NODE_ID);
    scene.driver.fail(ControllerUnpublishVolumeRequest.class, new Failure.TimedOut("busy"));
    scene.look(6);
    assertThat(scene.driver.nodes(DriftScene.VOLUME)).hasSize(1);
    assertThat(scene.events.told()).singleElement().asString().endsWith("detached: busy");
    scene.look(29);
    assertThat(scene.driver.requests(ControllerUnpublishVolumeRequest.class)).hasSize(1);
    scene.look(1);
    assertThat(scene.driver.nodes(DriftScene.VOLUME)).isEmpty();
  }

  @Test
  void aDriverThatDoesNotAnswerChangesNothing() {
    scene.driver.attach(DriftScene.VOLUME, DriftScene.NODE_ID);
    scene.driver.fail(ListVolumesRequest.class, new Failure.Unavailable("away"));
    assertThat(scene.look(1)).isEqualTo(Outcome.after(Duration.ofMinutes(1)));
    scene.look(5);
    assertThat(scene.driver.nodes(DriftScene.VOLUME)).hasSize(1);
  }

  @Test
  void withoutAClusterIdNothingIsEverDetached() {
    try (DriftScene unknown = new DriftScene(Leftovers.OF_ANYBODY)) {
      unknown.driver.attach(DriftScene.VOLUME, DriftScene.NODE_ID);
      unknown.look(20);
      assertThat(unknown.driver.nodes(DriftScene.VOLUME)).hasSize(1);
      assertThat(unknown.events.told()).hasSize(1);
    }
  }

  @Test
  void aDriverThatCannotListIsNotAsked() {
    FakeDriver driver = FakeDriver.without(DriftScene.NAME, RPC.Type.LIST_VOLUMES_PUBLISHED_NODES);
    try (DriftScene silent = new DriftScene(driver, Leftovers.DETACHED)) {
      assertThat(silent.look(1)).isEqualTo(Outcome.done());
      assertThat(driver.requests(ListVolumesRequest.class)).isEmpty();
    }
  }
}
