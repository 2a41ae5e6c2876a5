package example.ebs.local.release;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.failure.CallEnd;
import example.ebs.local.PlayedLocalVolumes;
import example.ebs.local.model.LocalVolumeId;
import example.ebs.proto.csi.NodePublishVolumeRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** People see on the PersistentVolume by what its size is enforced. */
@Timeout(60)
final class EnforcementNotesTest {
  private final InMemoryVolumeObjects objects = new InMemoryVolumeObjects();
  private final PlayedLocalVolumes volumes = new PlayedLocalVolumes();
  private final KnownVolumes known = new KnownVolumes(Volumes.HERE);
  private final EnforcementNotes notes = new EnforcementNotes(known, objects, volumes);
  private final VolumeObject bound =
      Volumes.with(Volumes.released(), Volumes.life(false, "Bound", "Delete"));

  @BeforeEach
  void start() {
    objects.put(bound);
    notes.start();
  }

  @AfterEach
  void close() {
    notes.close();
  }

  @Test
  void itIsNotedWhenTheVolumeIsFirstPublished() {
    known.listed(List.of(bound));
    notes.listed(List.of(bound));
    volumes.put(Volumes.id(), "image");

    notes.ended(published(Volumes.id().value()));

    until("image");
  }

  @Test
  void whatAnEarlierProcessDidNotNoteIsNotedAtTheStart() {
    volumes.put(Volumes.id(), "quota");
    known.listed(List.of(bound));

    notes.listed(List.of(bound));

    until("quota");
  }

  @Test
  void aVolumeWhoseDiskDoesNotAnswerKeepsNoOtherFromItsNote() {
    VolumeObject silent = Volumes.released("pvc-silent");
    volumes.silence(LocalVolumeId.ofVolume("pvc-silent"));
    volumes.put(Volumes.id(), "quota");
    known.listed(List.of(silent, bound));

    notes.listed(List.of(silent, bound));

    until("quota");
  }

  private void until(String noted) {
    Map<String, String> wanted = Map.of("ebs.example/enforced-by", noted);
    while (!objects.read(Volumes.NAME).orElseThrow().marks().annotations().equals(wanted)) {
      // The class's time limit interrupts, and a spin would never notice.
      assertThat(Thread.currentThread().isInterrupted()).as("the time is over").isFalse();
      Thread.onSpinWait();
    }
    assertThat(volumes.present()).contains(Volumes.id());
  }

  private static CallEnd published(String volume) {
    return new CallEnd(
        "csi.v1.Node/NodePublishVolume",
        Optional.of(NodePublishVolumeRequest.newBuilder().setVolumeId(volume).build()),
        "OK",
        "",
        Optional.empty(),
        Duration.ZERO);
  }
}
