package example.ebs.provisioner.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.failure.Failure;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reconciler dies after each of its steps; another one finishes. */
final class AttachmentCrashTest {
  private static final int MOST_STEPS = 6;

  @AutoClose private final AttachmentScene scene = new AttachmentScene();
  private int left = Integer.MAX_VALUE;

  static Stream<Integer> steps() {
    return IntStream.range(0, MOST_STEPS).boxed();
  }

  @ParameterizedTest
  @MethodSource("steps")
  void anAttachThatDiedIsFinished(int step) {
    scene.cluster.put(scene.attachment);
    dieAfter(step);
    live();
    scene.reconcile();
    assertThat(scene.now().getStatus().getAttached()).isTrue();
    assertThat(scene.now().getStatus().getAttachError()).isNull();
    assertThat(scene.now().getMetadata().getFinalizers())
        .containsExactly(AttachmentScene.FINALIZER);
    assertThat(scene.volumeNow().getMetadata().getFinalizers())
        .containsExactly(AttachmentScene.FINALIZER);
    assertThat(scene.driver.nodes(AttachmentScene.VOLUME)).containsExactly(AttachmentScene.NODE_ID);
  }

  @ParameterizedTest
  @MethodSource("steps")
  void anAttachThatDiedLeavesNothingWhenItIsNotWantedAnyMore(int step) {
    scene.cluster.put(scene.attachment);
    dieAfter(step);
    live();
    scene.delete();
    scene.reconcile();
    assertThat(scene.isGone()).isTrue();
    assertThat(scene.driver.nodes(AttachmentScene.VOLUME)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aDetachThatDiedIsFinished(int step) {
    scene.attach();
    scene.keepByOther();
    scene.delete();
    dieAfter(step);
    live();
    scene.reconcile();
    assertThat(scene.driver.nodes(AttachmentScene.VOLUME)).isEmpty();
    assertThat(scene.now().getStatus().getAttached()).isFalse();
    assertThat(scene.now().getMetadata().getFinalizers()).containsExactly("other.example/wait");
  }

  /** Lets that many calls happen, and then nothing that the reconciler does has an effect. */
  private void dieAfter(int step) {
    left = step;
    scene.cluster.api().beforeEach(this::step);
    scene.driver.beforeEach(this::step);
    try {
      scene.reconcile();
    } catch (KubernetesClientException dead) {
      assertThat(dead.getCode()).isEqualTo(500);
    }
  }

  private void step() {
    if (left-- <= 0) {
      throw new Failure.Unavailable("the reconciler is dead");
    }
  }

  private void live() {
    scene.cluster.api().beforeEach(() -> {});
    scene.driver.beforeEach(() -> {});
    scene.cluster.settle();
  }
}
