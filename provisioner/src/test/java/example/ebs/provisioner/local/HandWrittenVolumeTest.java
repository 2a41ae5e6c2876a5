package example.ebs.provisioner.local;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.provisioner.DrivenClock;
import example.ebs.provisioner.FakeCluster;
import example.ebs.provisioner.loop.ObjectKey;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Local volumes that somebody wrote by hand, and so without the finalizer for their node. */
final class HandWrittenVolumeTest {
  @AutoClose private static final FakeCluster CLUSTER = new FakeCluster().start();
  private static final ObjectKey KEY = ObjectKey.of("pv-1");

  private final LocalScene scene = new LocalScene(CLUSTER);
  private final LocalReclaimReconciler reclaim =
      new LocalReclaimReconciler(
          CLUSTER.cluster(), LocalScene.NAMES, scene.events, new DrivenClock());

  @ParameterizedTest
  @ValueSource(strings = {"Available", "Bound", "Pending"})
  void oneThatIsToBeDeletedGetsTheFinalizerForItsNodeWhateverItsPhase(String phase) {
    given("Delete", phase, as -> as);
    look();
    assertThat(finalizers()).containsExactly(LocalScene.NAMES.finalizer());
    CLUSTER.api().forget();
    look();
    assertThat(CLUSTER.api().writes()).isEmpty();
  }

  @Test
  void oneThatIsReleasedAlreadyGetsTheFinalizerBeforeItIsDeletedSoThatItsDirectoryGoesToo() {
    given("Delete", "Released", as -> as);
    look();
    assertThat(now().isMarkedForDeletion()).isFalse();
    assertThat(finalizers()).containsExactly(LocalScene.NAMES.finalizer());
    look();
    assertThat(now().isMarkedForDeletion()).isTrue();
    assertThat(finalizers()).containsExactly(LocalScene.NAMES.finalizer());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Available", "Bound", "Released"})
  void oneThatIsToStayNeedsNoFinalizer(String phase) {
    given("Retain", phase, as -> as);
    look();
    assertThat(CLUSTER.api().writes()).isEmpty();
  }

  @Test
  void anExistingDirectoryStaysAnywaySoItsVolumeGoesWithoutTheNode() {
    given(
        "Delete",
        "Released",
        volume -> withAttributes(volume, Map.of("mode", "hostPath", "path", "/srv/data")));
    look();
    assertThat(scene.written()).isEmpty();
    assertThat(scene.events.told()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "label, has no label ebs.example/node",
    "handle, its volumeHandle is local-00000000000000000000000000000000",
    "attributes, unknown"
  })
  void whatNoNodeWouldRemoveIsNotDeletedAndItsOwnerIsToldWhy(String what, String why) {
    given("Delete", "Bound", volume -> unfit(volume, what));
    look();
    assertThat(scene.events.told()).isEmpty();
    given("Delete", "Released", volume -> unfit(volume, what));
    look();
    assertThat(CLUSTER.api().writes()).isEmpty();
    assertThat(now().isMarkedForDeletion()).isFalse();
    assertThat(scene.events.told())
        .singleElement()
        .asString()
        .startsWith("Warning VolumeFailedDelete PersistentVolume/pv-1: ")
        .contains(why, "Retain");
  }

  @Test
  void aDirectoryThatAnotherVolumeStandsForTooIsNotRemovedUnderIt() {
    PersistentVolume written = LocalScene.volume("pv-1", "Delete", "Released");
    PersistentVolume second =
        new PersistentVolumeBuilder(written)
            .editMetadata()
            .withName("pv-2")
            .withFinalizers(List.of())
            .endMetadata()
            .editStatus()
            .withPhase("Bound")
            .endStatus()
            .build();
    CLUSTER.put(written);
    CLUSTER.put(second);
    look();
    assertThat(scene.written()).noneMatch(PersistentVolume::isMarkedForDeletion);
    assertThat(scene.events.told()).singleElement().asString().contains("pv-2", "Retain");
    CLUSTER.delete(second);
    look();
    assertThat(now().isMarkedForDeletion()).isTrue();
  }

  @Test
  void aLabelThatIsPutRightLetsItGoOn() {
    given("Delete", "Released", volume -> unfit(volume, "label"));
    look();
    given("Delete", "Released", as -> as);
    look();
    look();
    assertThat(now().isMarkedForDeletion()).isTrue();
  }

  private static PersistentVolume unfit(PersistentVolume volume, String what) {
    return switch (what) {
      case "label" ->
          new PersistentVolumeBuilder(volume)
              .editMetadata()
              .withLabels(Map.of())
              .endMetadata()
              .build();
      case "handle" ->
          new PersistentVolumeBuilder(volume)
              .editSpec()
              .editCsi()
              .withVolumeHandle("local-" + "0".repeat(32))
              .endCsi()
              .endSpec()
              .build();
      default -> withAttributes(volume, Map.of("mode", "hostPath", "unknown", "1"));
    };
  }

  private static PersistentVolume withAttributes(
      PersistentVolume volume, Map<String, String> attributes) {
    return new PersistentVolumeBuilder(volume)
        .editSpec()
        .editCsi()
        .withVolumeAttributes(attributes)
        .endCsi()
        .endSpec()
        .build();
  }

  private void given(String policy, String phase, UnaryOperator<PersistentVolume> change) {
    PersistentVolume volume = LocalScene.volume("pv-1", policy, phase);
    volume.getMetadata().setFinalizers(List.of());
    CLUSTER.put(change.apply(volume));
    CLUSTER.api().forget();
  }

  private void look() {
    var _ = reclaim.reconcile(KEY);
    CLUSTER.settle();
  }

  private PersistentVolume now() {
    return scene.written().getFirst();
  }

  private List<String> finalizers() {
    return now().getMetadata().getFinalizers();
  }
}
