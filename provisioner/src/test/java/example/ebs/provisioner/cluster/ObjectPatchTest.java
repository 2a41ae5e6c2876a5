package example.ebs.provisioner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.provisioner.FakeCluster;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ObjectPatchTest {
  private static final PersistentVolume VOLUME =
      new PersistentVolumeBuilder().withNewMetadata().withName("pv-1").endMetadata().build();

  @AutoClose private static final FakeCluster CLUSTER = new FakeCluster();

  @BeforeEach
  void begin() {
    CLUSTER.api().clear();
  }

  @Test
  void addsAndTakesAwayTogether() {
    PersistentVolume seen = given(List.of("a/one", "a/two"), Map.of("a/key", "old", "b/key", "b"));
    PersistentVolume now =
        ObjectPatch.of(seen)
            .removeFinalizer("a/two")
            .addFinalizer("a/three")
            .removeAnnotation("b/key")
            .annotate("a/key", "new")
            .annotate("c~d/key", "c")
            .apply(CLUSTER.client())
            .orElseThrow();
    assertThat(now.getMetadata().getFinalizers()).containsExactly("a/one", "a/three");
    assertThat(now.getMetadata().getAnnotations())
        .containsExactlyInAnyOrderEntriesOf(Map.of("a/key", "new", "c~d/key", "c"));
    assertThat(CLUSTER.api().writes()).hasSize(2);
  }

  @Test
  void whatIsAsItShouldBeIsNotWritten() {
    PersistentVolume seen = given(List.of("a/one"), Map.of());
    var _ =
        ObjectPatch.of(seen)
            .addFinalizer("a/one")
            .removeFinalizer("a/none")
            .removeAnnotation("a/none")
            .apply(CLUSTER.client());
    assertThat(CLUSTER.api().writes()).hasSize(1);
  }

  @Test
  void aFirstFinalizerTakesAwayNoneThatAnotherAddedMeanwhile() {
    PersistentVolume seen = given(List.of(), Map.of());
    change(List.of("other/one"), Map.of());
    var _ = ObjectPatch.of(seen).addFinalizer("a/one").apply(CLUSTER.client());
    assertThat(now().getMetadata().getFinalizers()).containsExactly("other/one", "a/one");
  }

  @Test
  void aFinalizerThatIsThereAndNotSeenYetIsNotAddedTwice() {
    PersistentVolume seen = given(List.of("other/one"), Map.of());
    change(List.of("other/one", "a/one"), Map.of());
    var _ = ObjectPatch.of(seen).addFinalizer("a/one").apply(CLUSTER.client());
    assertThat(now().getMetadata().getFinalizers()).containsExactly("other/one", "a/one");
  }

  @Test
  void aFinalizerThatIsThereTwiceGoesWhole() {
    PersistentVolume seen = given(List.of("a/one", "other/one", "a/one", "a/one"), Map.of());
    var _ = ObjectPatch.of(seen).removeFinalizer("a/one").apply(CLUSTER.client());
    assertThat(now().getMetadata().getFinalizers()).containsExactly("other/one");
  }

  @Test
  void aFirstAnnotationTakesAwayNoneThatAnotherAddedMeanwhile() {
    PersistentVolume seen = given(List.of(), Map.of());
    change(List.of(), Map.of("other/key", "x"));
    var _ = ObjectPatch.of(seen).annotate("a/key", "a").apply(CLUSTER.client());
    assertThat(now().getMetadata().getAnnotations())
        .containsExactlyInAnyOrderEntriesOf(Map.of("other/key", "x", "a/key", "a"));
  }

  @Test
  void theFirstAnnotationsMayBeSeveral() {
    PersistentVolume seen = given(List.of(), Map.of());
    var _ =
        ObjectPatch.of(seen).annotate("a/key", "a").annotate("b/key", "b").apply(CLUSTER.client());
    assertThat(now().getMetadata().getAnnotations())
        .containsExactlyInAnyOrderEntriesOf(Map.of("a/key", "a", "b/key", "b"));
  }

  @Test
  void takesTheRightFinalizerAwayWhereTheListHasMoved() {
    PersistentVolume seen = given(List.of("other/one", "a/one", "other/two"), Map.of());
    change(List.of("a/one", "other/two", "other/three"), Map.of());
    var _ = ObjectPatch.of(seen).removeFinalizer("a/one").apply(CLUSTER.client());
    assertThat(now().getMetadata().getFinalizers()).containsExactly("other/two", "other/three");
  }

  @Test
  void anObjectThatIsGoneIsNotMissed() {
    PersistentVolume seen = given(List.of(), Map.of());
    CLUSTER.api().clear();
    assertThat(ObjectPatch.of(seen).addFinalizer("a/one").apply(CLUSTER.client())).isEmpty();
  }

  @Test
  void anotherObjectOfThatNameIsLeftAlone() {
    PersistentVolume seen = given(List.of(), Map.of());
    seen.getMetadata().setUid("of-another");
    assertThat(ObjectPatch.of(seen).addFinalizer("a/one").apply(CLUSTER.client())).isEmpty();
    assertThat(now().getMetadata().getFinalizers()).isEmpty();
  }

  @Test
  void aServerThatDoesNotAnswerIsTheCallersConcern() {
    PersistentVolume seen = given(List.of(), Map.of());
    CLUSTER
        .api()
        .beforeEach(
            () -> {
              throw new IllegalStateException("away");
            });
    assertThatThrownBy(() -> ObjectPatch.of(seen).addFinalizer("a/one").apply(CLUSTER.client()))
        .isInstanceOf(KubernetesClientException.class);
  }

  private static PersistentVolume given(List<String> finalizers, Map<String, String> annotations) {
    return CLUSTER.client().resource(with(VOLUME, finalizers, annotations)).create();
  }

  private static void change(List<String> finalizers, Map<String, String> annotations) {
    var _ = CLUSTER.client().resource(with(now(), finalizers, annotations)).update();
  }

  private static PersistentVolume with(
      PersistentVolume volume, List<String> finalizers, Map<String, String> annotations) {
    return new PersistentVolumeBuilder(volume)
        .editMetadata()
        .withFinalizers(finalizers)
        .withAnnotations(annotations)
        .endMetadata()
        .build();
  }

  private static PersistentVolume now() {
    return CLUSTER.now(VOLUME).orElseThrow();
  }
}
