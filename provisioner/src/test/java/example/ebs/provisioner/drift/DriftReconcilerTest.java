package example.ebs.provisioner.drift;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.failure.Failure;
import example.ebs.proto.csi.ControllerServiceCapability.RPC;
import example.ebs.proto.csi.ControllerUnpublishVolumeRequest;
import example.ebs.proto.csi.ListVolumesRequest;
import example.ebs.provisioner.FakeDriver;
import example.ebs.provisioner.loop.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class DriftReconcilerTest {
  @AutoClose private final DriftScene scene = new DriftScene(true);

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
  void whatNobodyNamesIsDetachedAfterFiveMinutes() {
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
  void aDetachThatFailsIsToldAndTriedAgain() {
    scene.driver.attach(DriftScene.VOLUME, DriftScene.NODE_ID);
    scene.driver.fail(ControllerUnpublishVolumeRequest.class, new Failure.TimedOut("busy"));
    scene.look(6);
    assertThat(scene.driver.nodes(DriftScene.VOLUME)).hasSize(1);
    assertThat(scene.events.told()).singleElement().asString().endsWith("detached: busy");
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
    try (DriftScene unknown = new DriftScene(false)) {
      unknown.driver.attach(DriftScene.VOLUME, DriftScene.NODE_ID);
      unknown.look(20);
      assertThat(unknown.driver.nodes(DriftScene.VOLUME)).hasSize(1);
      assertThat(unknown.events.told()).hasSize(1);
    }
  }

  @Test
  void aDriverThatCannotListIsNotAsked() {
    FakeDriver driver = FakeDriver.without(DriftScene.NAME, RPC.Type.LIST_VOLUMES_PUBLISHED_NODES);
    try (DriftScene silent = new DriftScene(driver, true)) {
      assertThat(silent.look(1)).isEqualTo(Outcome.done());
      assertThat(driver.requests(ListVolumesRequest.class)).isEmpty();
    }
  }
}
