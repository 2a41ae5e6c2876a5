package example.ebs.provisioner.local;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.provisioner.DrivenClock;
import example.ebs.provisioner.FakeEvents;
import example.ebs.provisioner.Given;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.loop.Outcome;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Volumes that their node, which is there, does not let go of. */
final class OverdueRemovalTest {
  private final FakeEvents events = new FakeEvents();
  private final DrivenClock clock = new DrivenClock();
  private final Instant deleted = clock.instant();
  private final OverdueRemovals overdue = new OverdueRemovals(LocalScene.NAMES, events, clock);

  @Test
  void aNodeThatDoesNotRemoveAVolumeIsToldOfOnceAfterFiveMinutesAndWhereToLook() {
    PersistentVolume volume = deleted(LocalScene.volume("pv-1", "Delete", "Released"), deleted);
    assertThat(look(volume)).isEqualTo(Outcome.after(Duration.ofMinutes(5)));
    clock.advance(Duration.ofMinutes(4));
    assertThat(look(volume)).isEqualTo(Outcome.after(Duration.ofMinutes(1)));
    assertThat(events.told()).isEmpty();
    clock.advance(Duration.ofMinutes(1));
    assertThat(look(volume)).isEqualTo(Outcome.after(Duration.ofMinutes(30)));
    assertThat(look(volume)).isEqualTo(Outcome.after(Duration.ofMinutes(30)));
    assertThat(events.told())
        .singleElement()
        .asString()
        .startsWith("Warning VolumeFailedDelete PersistentVolume/pv-1: node node-a ")
        .contains("default-data-pv-1", "2026-01-01T00:00:00Z", "spec.nodeName=node-a");
  }

  @Test
  void itIsToldAgainBeforeKubernetesForgetsTheEvent() {
    PersistentVolume volume = deleted(LocalScene.volume("pv-1", "Delete", "Released"), deleted);
    clock.advance(Duration.ofMinutes(5));
    look(volume);
    clock.advance(Duration.ofMinutes(30));
    look(volume);
    assertThat(events.told()).hasSize(2);
  }

  @Test
  void theTimeBeginsWhenTheClaimIsGoneForUntilThenTheNodeMustKeepIt() {
    PersistentVolume bound = deleted(LocalScene.volume("pv-1", "Delete", "Bound"), deleted);
    clock.advance(Duration.ofHours(1));
    assertThat(look(bound)).isEqualTo(Outcome.done());
    PersistentVolume released =
        new PersistentVolumeBuilder(bound)
            .editStatus()
            .withPhase("Released")
            .withLastPhaseTransitionTime(clock.instant().toString())
            .endStatus()
            .build();
    assertThat(look(released)).isEqualTo(Outcome.after(Duration.ofMinutes(5)));
    assertThat(events.told()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"Released, false, true", "Released, true, false"})
  void aVolumeThatAsksNothingOfItsNodeIsNeverOverdue(String phase, boolean asked, boolean held) {
    PersistentVolume volume = LocalScene.volume("pv-1", "Delete", phase);
    if (!held) {
      volume.getMetadata().setFinalizers(List.of("kubernetes.io/pv-protection"));
    }
    PersistentVolume now = asked ? deleted(volume, deleted) : volume;
    clock.advance(Duration.ofHours(1));
    assertThat(look(now)).isEqualTo(Outcome.done());
    assertThat(events.told()).isEmpty();
  }

  @Test
  void oneThatItsNodeRefusesToRemoveIsSaidToNeedHands() {
    PersistentVolume foreign =
        new PersistentVolumeBuilder(
                deleted(LocalScene.volume("pv-1", "Delete", "Released"), deleted))
            .editSpec()
            .editCsi()
            .withVolumeHandle("local-" + "0".repeat(32))
            .endCsi()
            .endSpec()
            .build();
    clock.advance(Duration.ofMinutes(5));
    look(foreign);
    assertThat(events.told())
        .singleElement()
        .asString()
        .contains("volumeHandle", "take finalizer local." + Given.DRIVER + "/directory away");
  }

  @Test
  void anotherVolumeOfTheSameNameHasATimeOfItsOwn() {
    clock.advance(Duration.ofMinutes(5));
    look(deleted(LocalScene.volume("pv-1", "Delete", "Released"), deleted));
    overdue.forget(ObjectKey.of("pv-1"));
    PersistentVolume next =
        deleted(LocalScene.volume("pv-1", "Delete", "Released"), clock.instant());
    assertThat(look(next)).isEqualTo(Outcome.after(Duration.ofMinutes(5)));
  }

  private Outcome look(PersistentVolume volume) {
    return overdue.look(volume, LocalVolume.of(volume, LocalScene.NAMES).orElseThrow());
  }

  private static PersistentVolume deleted(PersistentVolume volume, Instant when) {
    return new PersistentVolumeBuilder(volume)
        .editMetadata()
        .withDeletionTimestamp(when.toString())
        .endMetadata()
        .build();
  }
}
