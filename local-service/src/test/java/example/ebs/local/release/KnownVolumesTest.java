package example.ebs.local.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.local.store.VolumeKey;
import example.ebs.local.volume.VolumeHistory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whether a volume was used before is told by what its PersistentVolume says. */
final class KnownVolumesTest {
  private static final VolumeKey KEY = VolumeKey.of(Volumes.id());
  private static final VolumeObject NEW =
      Volumes.with(Volumes.released(), Volumes.life(false, "Bound", "Delete"));
  private static final VolumeObject USED =
      Volumes.with(
          NEW, new VolumeObject.Marks(NEW.marks().labels(), Map.of("ebs.example/enforced-by", "")));

  private final KnownVolumes known = new KnownVolumes(Volumes.HERE);

  @Test
  void nothingIsSaidOfAnyVolumeBeforeAllWereListed() {
    known.changed(NEW);

    assertThatThrownBy(() -> known.of(KEY))
        .isInstanceOf(Failure.Unavailable.class)
        .hasMessageContaining("not known until");
  }

  @Test
  void oneThatHasNoAnnotationIsNewAndSoIsOneThatIsNotListed() {
    known.listed(List.of());
    assertThat(known.of(KEY)).isEmpty();

    known.changed(NEW);

    assertThat(known.of(KEY)).isEmpty();
  }

  @Test
  void oneThatIsMarkedWasUsedUntilSomebodyTakesTheMarkAway() {
    known.listed(List.of(USED));
    assertThat(known.of(KEY))
        .contains(
            new VolumeHistory.Trace(
                "annotation ebs.example/enforced-by of PersistentVolume pvc-1",
                "kubectl annotate pv pvc-1 ebs.example/enforced-by-"));

    known.changed(NEW);

    assertThat(known.of(KEY)).isEmpty();
  }

  @Test
  void whatIsGoneOrOfAnotherNodeSaysNothing() {
    VolumeObject elsewhere =
        Volumes.with(
            USED,
            new VolumeObject.Marks(Map.of(Volumes.LABEL, "worker-b"), USED.marks().annotations()));
    known.listed(List.of(elsewhere));
    assertThat(known.of(KEY)).isEmpty();
    known.changed(USED);
    known.removed(USED);

    assertThat(known.of(KEY)).isEmpty();
  }
}
