package example.ebs.provisioner.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.Given;
import example.ebs.provisioner.Objects;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Volumes that the administrator gives up. */
final class ForgottenVolumeTest {
  @AutoClose private static final FakeCluster CLUSTER = new FakeCluster().start();
  private final LocalScene scene = new LocalScene(CLUSTER);

  @Test
  void whereTheNodeIsGoneTheVolumeGoesAndWhatIsLeftIsTold() {
    CLUSTER.put(LocalScene.volume("pv-1", "Delete", "Released"));
    CLUSTER.delete(Given.node("node-a", "a"));
    assertThat(forget(false)).contains("On node node-a", "default-data-pv-1");
    assertThat(scene.written()).isEmpty();
  }

  @Test
  void soDoesOneThatIsBeingDeletedAlready() {
    var volume = CLUSTER.put(LocalScene.volume("pv-1", "Delete", "Released"));
    CLUSTER.delete(Given.node("node-a", "a"));
    CLUSTER.delete(volume);
    assertThat(scene.written()).hasSize(1);
    forget(false);
    assertThat(scene.written()).isEmpty();
  }

  @Test
  void whereTheNodeIsThereItTakesForce() {
    CLUSTER.put(LocalScene.volume("pv-1", "Retain", "Released"));
    assertThatThrownBy(() -> forget(false))
        .isInstanceOf(Failure.PreconditionFailed.class)
        .hasMessageContainingAll("node node-a", "--force");
    assertThat(scene.written()).hasSize(1);
    forget(true);
    assertThat(scene.written()).isEmpty();
  }

  @Test
  void aVolumeThatIsClaimedIsNeverForgotten() {
    PersistentVolumeClaim claim = CLUSTER.put(Given.claim("data", "any"));
    CLUSTER.put(LocalScene.of(claim, LocalScene.volume("pv-1", "Delete", "Bound")));
    CLUSTER.delete(Given.node("node-a", "a"));
    assertThatThrownBy(() -> forget(true))
        .isInstanceOf(Failure.InUse.class)
        .hasMessageContainingAll("default/data", "delete the claim first");
    assertThat(scene.written().getFirst().isMarkedForDeletion()).isFalse();
  }

  @Test
  void aVolumeOfAnotherKindIsRefusedAndOneThatIsNotThereIsNotFound() {
    CLUSTER.put(Objects.volume("pv-1", Given.DRIVER, "vol-1"));
    assertThatThrownBy(() -> forget(true))
        .isInstanceOf(Failure.InvalidRequest.class)
        .hasMessageContaining("not of driver local.ebs.example");
    assertThatThrownBy(
            () -> ForgottenVolume.forget(CLUSTER.client(), LocalScene.NAMES, "pv-2", true))
        .isInstanceOf(Failure.NotFound.class);
  }

  @Test
  void whereKubernetesChangesItMeanwhileItIsLookedAtAnew() {
    CLUSTER.put(LocalScene.volume("pv-1", "Delete", "Released"));
    CLUSTER.delete(Given.node("node-a", "a"));
    Iterator<Runnable> writes =
        List.<Runnable>of(ForgottenVolumeTest::changed, () -> {}, () -> {}).iterator();
    CLUSTER.api().beforeEach(() -> writes.next().run());
    assertThat(forget(false)).contains("On node node-a");
    assertThat(scene.written()).isEmpty();
  }

  private static void changed() {
    throw new KubernetesClientException("the object has been modified", 409, null);
  }

  private static String forget(boolean force) {
    String left = ForgottenVolume.forget(CLUSTER.client(), LocalScene.NAMES, "pv-1", force);
    CLUSTER.settle();
    return left;
  }
}
