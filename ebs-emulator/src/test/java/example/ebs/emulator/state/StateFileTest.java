package example.ebs.emulator.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.emulator.attachment.Attachment;
import example.ebs.emulator.attachment.AttachmentState;
import example.ebs.emulator.instance.Instance;
import example.ebs.emulator.instance.InstanceState;
import example.ebs.emulator.instance.InstanceType;
import example.ebs.emulator.modification.Modification;
import example.ebs.emulator.modification.ModificationState;
import example.ebs.emulator.snapshot.FastRestore;
import example.ebs.emulator.snapshot.LockMode;
import example.ebs.emulator.snapshot.SnapshotLock;
import example.ebs.emulator.snapshot.SnapshotStage;
import example.ebs.emulator.snapshot.VolumeSnapshot;
import example.ebs.emulator.volume.Volume;
import example.ebs.emulator.volume.VolumeSource;
import example.ebs.emulator.volume.VolumeSpecification;
import example.ebs.emulator.volume.VolumeStage;
import example.ebs.emulator.volume.VolumeType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StateFileTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00.123Z");

  @TempDir Path directory;

  private static final VolumeSpecification SPECIFICATION =
      new VolumeSpecification(
          "zone-a",
          8,
          VolumeType.IO2,
          100,
          0,
          true,
          "key",
          true,
          VolumeSource.snapshot("snap-01234567"));

  private static State everything() {
    return State.empty()
        .with(volume())
        .with(snapshot())
        .with(modification())
        .with(instance())
        .withToken("t", IssuedToken.of("request", "vol-01234567", NOW));
  }

  private static Volume volume() {
    Attachment tie =
        new Attachment(
            "i-01234567", "/dev/xvdaa", NOW, AttachmentState.BUSY, NOW.plusMillis(1), true);
    return new Volume(
        "vol-01234567", SPECIFICATION, NOW, VolumeStage.READY, NOW, Map.of("k", "v"), List.of(tie));
  }

  private static VolumeSnapshot snapshot() {
    return new VolumeSnapshot(
        "snap-01234567",
        "vol-01234567",
        8,
        "key",
        "why",
        NOW,
        SnapshotStage.PENDING_DELETION,
        NOW.plusMillis(1),
        Map.of("k", "v"),
        new SnapshotLock(LockMode.COMPLIANCE, 1, 2, NOW, NOW, NOW, NOW),
        List.of(new FastRestore("zone-a", NOW, NOW, NOW)));
  }

  private static Modification modification() {
    return new Modification(
        "vol-01234567",
        SPECIFICATION,
        SPECIFICATION,
        ModificationState.OPTIMIZING,
        NOW,
        NOW.plusMillis(1),
        NOW.plusMillis(2),
        "why",
        List.of(NOW.minusMillis(1)));
  }

  private static Instance instance() {
    return new Instance(
        "i-01234567",
        InstanceType.M7I_16XLARGE,
        "zone-a",
        "ami-1",
        NOW,
        InstanceState.STOPPING,
        NOW,
        "vol-11111111",
        "r-1",
        Map.of("k", ""));
  }

  private Optional<State> loaded() throws IOException {
    return new SavedState(directory).loaded();
  }

  @Test
  void readsBackWhatItWrote() throws IOException {
    try (StateFile file = new SavedState(directory).opened()) {
      file.save(State.empty());
      file.save(everything());
    }

    assertThat(loaded()).contains(everything());
    assertThat(directory.resolve("state.json.new")).doesNotExist();
  }

  /** They outlive what they made, and all of them are in every snapshot. */
  @Test
  void aTokenTakesTheSameLittleSpaceWhateverWasAskedWithIt() {
    IssuedToken token = IssuedToken.of("request".repeat(1000), "vol-01234567", NOW);

    assertThat(token.request()).hasSize(43);
    assertThat(token.isFor("request".repeat(1000))).isTrue();
    assertThat(token.isFor("request".repeat(999))).isFalse();
  }

  @Test
  void isEmptyBeforeTheFirstSave() throws IOException {
    assertThat(loaded()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "",
        "null",
        "[]",
        "{}",
        "{\"version\":1,\"volumes\":7}",
        "{\"version\":1}",
        "{\"version\":1,\"volumes\":{\"vol-1\":null},\"instances\":{},\"tokens\":{}}"
      })
  void saysWhatToDoAboutAFileItCannotRead(String content) throws IOException {
    Files.writeString(directory.resolve("state.json"), content);

    assertThatThrownBy(this::loaded)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("state.json cannot be read")
        .hasMessageContaining("another --state-dir");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void anotherProgramsFileIsNoStateOfAnEmulator(int version) throws IOException {
    Files.writeString(directory.resolve("state.json"), "{\"version\":%d}".formatted(version));
    Files.createFile(directory.resolve("state.journal"));

    assertThatThrownBy(this::loaded)
        .hasMessageContaining("it is no state of an emulator, for it has no volumes");
  }

  @Test
  void aNewerFormatIsNamedThoughItHasPartsThatAreNotKnownYet() throws IOException {
    Files.writeString(directory.resolve("state.json"), "{\"version\":5,\"parts\":{}}");

    assertThatThrownBy(this::loaded)
        .hasMessageContaining("format 5")
        .hasMessageContaining("the version that wrote it");
  }

  @Test
  void theFormatWithoutAJournalIsStillRead() throws IOException {
    Files.writeString(
        directory.resolve("state.json"),
        "{\"version\":1,\"volumes\":{},\"instances\":{},\"tokens\":{\"t\":"
            + "{\"request\":\"r\",\"made\":\"vol-1\",\"issued\":\"2026-11-20T12:00:00.123Z\"}}}");
    State before = State.empty().withToken("t", new IssuedToken("r", "vol-1", NOW));

    assertThat(loaded()).contains(before);
    try (StateFile file = new SavedState(directory).opened()) {
      file.save(everything());
    }

    assertThat(loaded()).contains(everything());
    assertThat(directory.resolve("state.json")).content().contains("\"version\":4");
  }

  @Test
  void theFormatWhoseJournalNamesNoStateIsStillRead() throws IOException {
    Files.writeString(
        directory.resolve("state.json"),
        "{\"version\":2,\"save\":1,\"volumes\":{},\"instances\":{},\"tokens\":{}}");
    Path journal = directory.resolve("state.journal");
    String line =
        "{\"save\":2,\"volumes\":{},\"instances\":{},\"tokens\":{\"put\":{\"t\":"
            + "{\"request\":\"r\",\"made\":\"vol-1\",\"issued\":\"2026-11-20T12:00:00.123Z\"}}}}\n";
    Files.writeString(journal, line);

    assertThat(loaded()).contains(State.empty().withToken("t", new IssuedToken("r", "vol-1", NOW)));
    try (StateFile file = new SavedState(directory).opened()) {
      file.save(everything());
    }
    // As if the process had died before it emptied the journal.
    Files.writeString(journal, line);

    assertThat(loaded()).contains(everything());
    assertThat(directory.resolve("state.json")).content().contains("\"version\":4");
  }

  @Test
  void theFormatWithoutModificationsIsStillRead() throws IOException {
    Files.writeString(
        directory.resolve("state.json"),
        "{\"version\":3,\"save\":1,\"stateId\":\"s\",\"devices\":\"loop\","
            + "\"volumes\":{},\"instances\":{},\"tokens\":{}}");
    Files.writeString(
        directory.resolve("state.journal"),
        "{\"save\":2,\"stateId\":\"s\",\"volumes\":{},\"instances\":{},\"tokens\":{\"put\":{\"t\":"
            + "{\"request\":\"r\",\"made\":\"vol-1\",\"issued\":\"2026-11-20T12:00:00.123Z\"}}}}\n");

    assertThat(loaded()).contains(State.empty().withToken("t", new IssuedToken("r", "vol-1", NOW)));
  }

  @Test
  void aStateWithOtherDevicesIsRefused() throws IOException {
    try (StateFile file = new SavedState(directory).opened()) {
      file.save(everything());
    }

    try (StateFile other = new StateFile(directory, "none")) {
      assertThatThrownBy(other::load)
          .hasMessageContaining("state.json was made with --devices loop")
          .hasMessageContaining("--devices none is wanted")
          .hasMessageContaining("another --state-dir");
    }
    assertThat(loaded()).contains(everything());
  }

  @Test
  void aSecondEmulatorIsRefused() throws IOException {
    try (StateLock lock = StateLock.take(directory)) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> StateLock.take(directory))
          .hasMessageContaining("another emulator uses " + directory);
    }
    StateLock.take(directory).close();
  }
}
