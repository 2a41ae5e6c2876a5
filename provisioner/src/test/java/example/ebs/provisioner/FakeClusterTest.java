package example.ebs.provisioner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.provisioner.cluster.ObjectPatch;
import example.ebs.provisioner.loop.ObjectKey;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FakeClusterTest {
  private static final PersistentVolume VOLUME =
      new PersistentVolumeBuilder()
          .withNewMetadata()
          .withName("pv-1")
          .addToFinalizers("some/finalizer")
          .endMetadata()
          .build();

  @AutoClose private static final FakeCluster CLUSTER = new FakeCluster().start();

  @BeforeEach
  void begin() {
    CLUSTER.clear();
  }

  @Test
  void aDeletedObjectWaitsForItsFinalizers() {
    CLUSTER.put(VOLUME);
    CLUSTER.delete(VOLUME);
    PersistentVolume seen = CLUSTER.cluster().volumes().find(ObjectKey.of("pv-1")).orElseThrow();
    assertThat(seen.getMetadata().getDeletionTimestamp()).isNotNull();
    ObjectPatch.of(seen).removeFinalizer("some/finalizer").apply(CLUSTER.client());
    CLUSTER.settle();
    assertThat(CLUSTER.now(VOLUME)).isEmpty();
    assertThat(CLUSTER.cluster().volumes().all()).isEmpty();
  }

  @Test
  void aPatchOfAnotherObjectOfThatNameIsRefused() {
    PersistentVolume first = CLUSTER.put(VOLUME);
    CLUSTER.delete(VOLUME);
    ObjectPatch.of(first).removeFinalizer("some/finalizer").apply(CLUSTER.client());
    CLUSTER.put(VOLUME);
    assertThat(ObjectPatch.of(first).addFinalizer("a/b").apply(CLUSTER.client())).isEmpty();
    assertThat(CLUSTER.now(VOLUME).orElseThrow().getMetadata().getFinalizers())
        .containsExactly("some/finalizer");
  }

  @Test
  void aWriteWhoseReplyIsLostHasHappened() {
    PersistentVolume volume = CLUSTER.put(VOLUME);
    CLUSTER
        .api()
        .afterEach(
            () -> {
              throw new IllegalStateException("gone");
            });
    assertThatThrownBy(() -> ObjectPatch.of(volume).addFinalizer("a/b").apply(CLUSTER.client()))
        .isInstanceOf(KubernetesClientException.class);
    assertThat(CLUSTER.now(VOLUME).orElseThrow().getMetadata().getFinalizers())
        .containsExactly("some/finalizer", "a/b");
  }
}
