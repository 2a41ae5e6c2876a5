package example.ebs.emulator.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a save writes, what a crash or a full disk leaves, and what is refused at the next start.
 */
final class StateJournalTest {
  private static final IssuedToken ISSUED =
      IssuedToken.of("request", "vol-1", Instant.parse("2026-11-20T12:00:00Z"));
  private static final State ONE = State.empty().withToken("one", ISSUED);
  private static final State TWO = ONE.withToken("two", ISSUED);
  private static final State THREE = TWO.withoutToken("one");

  @TempDir Path directory;
  private Path snapshot;
  private Path journal;
  private StateFile file;

  @BeforeEach
  void start() throws IOException {
    snapshot = directory.resolve("state.json");
    journal = directory.resolve("state.journal");
    file = new SavedState(directory).opened();
  }

  @AfterEach
  void end() throws IOException {
    file.close();
  }

  private Optional<State> loaded() throws IOException {
    return new SavedState(directory).loaded();
  }

  private void save(State... states) throws IOException {
    for (State state : states) {
      file.save(state);
    }
  }

  private void restart() throws IOException {
    file.close();
    file = new SavedState(directory).opened();
  }

  private void append(String text) throws IOException {
    Files.writeString(journal, text, StandardOpenOption.APPEND);
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(journal);
  }

  @Test
  void aSaveAppendsWhatHasChangedAndLeavesTheSnapshotAlone() throws IOException {
    save(ONE);
    String before = Files.readString(snapshot);

    save(TWO, THREE);

    assertThat(Files.readString(snapshot)).isEqualTo(before);
    assertThat(lines()).hasSize(2);
    assertThat(lines().getFirst()).contains("\"two\"").doesNotContain("\"one\"");
    assertThat(lines().getLast()).contains("\"gone\":[\"one\"]").doesNotContain("\"two\"");
    assertThat(loaded()).contains(THREE);
  }

  @Test
  void whatHasNotChangedIsNotWritten() throws IOException {
    save(ONE, TWO, TWO, ONE.withToken("two", ISSUED));

    assertThat(lines()).hasSize(1);
  }

  @Test
  void aJournalThatHasOutgrownItsBoundBeginsAnewAfterASnapshot() throws IOException {
    file.close();
    file = new StateFile(directory, SavedState.DEVICES, 1);
    file.load();
    // The snapshot is larger than the first line, and not than the first two.
    save(ONE, TWO, THREE);
    assertThat(lines()).hasSize(2);

    save(ONE);

    assertThat(journal).isEmptyFile();
    assertThat(loaded()).contains(ONE);
  }

  /** Else a line would be appended behind half of another. */
  @Test
  void theFirstSaveAfterAStartIsASnapshot() throws IOException {
    save(ONE, TWO);
    append("{\"save\":3,\"volu");
    restart();

    save(THREE);

    assertThat(journal).isEmptyFile();
    assertThat(loaded()).contains(THREE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"save\":3,\"volumes\":{},\"instances\":{},\"tokens\":{\"gone\":[\"one\"]}}",
        "{\"save\":3,\"volumes\":{},\0\0\0\0\0\0{\"gone\":[\"one\"]}}\n",
        "\0\0\0\0"
      })
  void whatAKillOrALostPowerLeftOfALineIsIgnored(String torn) throws IOException {
    save(ONE, TWO);
    append(torn);

    assertThat(loaded()).contains(TWO);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "null", "[]", "{}", "{\"save\":3}", "{\"save\":3,\"snapshots\":{}}"})
  void aLineThatCannotBeReadIsRefusedWithItsNumber(String line) throws IOException {
    save(ONE, TWO);
    append(line + "\n");

    assertThatThrownBy(this::loaded)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("state.journal cannot be read: line 2")
        .hasMessageContaining("state.json")
        .hasMessageContaining("another --state-dir");
  }

  @Test
  void zerosAnywhereButAtTheEndAreRefused() throws IOException {
    save(ONE, TWO);
    String line = Files.readString(journal);
    Files.writeString(journal, "\0".repeat(line.length() - 1) + "\n" + line);

    assertThatThrownBy(this::loaded).hasMessageContaining("line 1");
  }

  /** For what the snapshot does not know would be lost. */
  @Test
  void aSnapshotWhoseJournalIsGoneIsRefused() throws IOException {
    save(ONE, TWO);
    Files.delete(journal);

    assertThatThrownBy(this::loaded)
        .hasMessageContaining("state.journal, which is gone; put it back")
        .hasMessageContaining("another --state-dir");
  }

  @Test
  void aJournalWhoseSnapshotIsGoneIsRefused() throws IOException {
    save(ONE, TWO);
    Files.delete(snapshot);

    assertThatThrownBy(this::loaded)
        .hasMessageContaining("state.json that is gone; put it back")
        .hasMessageContaining("another --state-dir");
  }

  @Test
  void aCrashBeforeTheVeryFirstSnapshotLeavesNothing() throws IOException {
    Files.createFile(journal);
    Files.writeString(directory.resolve("state.json.new"), "{\"vers");

    assertThat(loaded()).isEmpty();
    save(ONE);
    assertThat(loaded()).contains(ONE);
  }

  @Test
  void anOlderSnapshotPutInThePlaceOfTheRightOneIsRefused() throws IOException {
    save(ONE);
    byte[] older = Files.readAllBytes(snapshot);
    save(TWO);
    restart();
    save(THREE, ONE);
    Files.write(snapshot, older);

    assertThatThrownBy(this::loaded)
        .hasMessageContaining("does not go on from")
        .hasMessageContaining("put back the two that belong together");
  }

  /** Its numbers may fit: all young states have the same. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theJournalOfAnotherStateIsRefusedWhateverItsNumbers(int saves) throws IOException {
    List<State> states = List.of(ONE, TWO, THREE);
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    try (StateFile other = new SavedState(elsewhere).opened()) {
      for (State state : states) {
        other.save(state);
      }
    }
    for (int i = 0; i < saves; i++) {
      restart();
      save(states.get(i));
    }
    Files.write(journal, Files.readAllBytes(elsewhere.resolve("state.journal")));

    assertThatThrownBy(this::loaded)
        .hasMessageContaining("does not go on from")
        .hasMessageContaining("line 1 belongs to another emulator's state")
        .hasMessageContaining("another --state-dir");
  }

  @Test
  void aStateHasTheSameIdAfterEverySnapshot() throws IOException {
    save(ONE, TWO);
    byte[] lines = Files.readAllBytes(journal);
    restart();
    save(THREE);
    restart();
    save(ONE);
    Files.write(journal, lines);

    assertThat(loaded()).contains(ONE);
  }

  @Test
  void aSnapshotWithoutAJournalDoesNotGoOnInOne() throws IOException {
    save(ONE, TWO);
    Files.writeString(snapshot, "{\"version\":1,\"volumes\":{},\"instances\":{},\"tokens\":{}}");

    assertThatThrownBy(this::loaded).hasMessageContaining("does not go on from");
  }

  @Test
  void aCrashWhileTheSnapshotIsReplacedLosesNothing() throws IOException {
    save(ONE, TWO);
    Files.writeString(directory.resolve("state.json.new"), "{\"vers");

    assertThat(loaded()).contains(TWO);
  }

  /** Its first line says of "one" what is not so any more, and no later line does. */
  @Test
  void linesThatAreOlderThanTheSnapshotChangeNothing() throws IOException {
    save(State.empty(), ONE, TWO);
    byte[] old = Files.readAllBytes(journal);
    restart();
    save(THREE);
    Files.write(journal, old);

    assertThat(loaded()).contains(THREE);
    restart();
    save(ONE, TWO);
    assertThat(loaded()).contains(TWO);
  }

  @Test
  void afterAnAppendThatFailedTheNextSaveIsASnapshot() throws IOException {
    save(ONE);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> save(TWO)).isInstanceOf(ClosedByInterruptException.class);
    assertThat(Thread.interrupted()).isTrue();
    append("{\"save\":2,\"volu");

    save(THREE, ONE);

    assertThat(lines()).hasSize(1);
    assertThat(loaded()).contains(ONE);
  }

  /** For the line may be there, whole, although its save failed. */
  @Test
  void afterAnAppendThatFailedTheStateBeforeItIsWrittenAgain() throws IOException {
    save(State.empty(), ONE);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> save(TWO)).isInstanceOf(ClosedByInterruptException.class);
    assertThat(Thread.interrupted()).isTrue();
    append(lines().getLast().replace("\"save\":2", "\"save\":3").replace("one", "two") + "\n");
    assertThat(loaded()).contains(TWO);

    save(ONE);

    assertThat(loaded()).contains(ONE);
  }

  @Test
  void afterASnapshotThatFailedNothingIsAppended() throws IOException {
    save(ONE, TWO);
    restart();
    Path obstacle = Files.createDirectory(directory.resolve("state.json.new"));
    assertThatThrownBy(() -> save(THREE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(snapshot + " and its journal cannot be written")
        .hasMessageContaining("make room");
    assertThatThrownBy(() -> save(THREE)).isInstanceOf(IOException.class);
    assertThat(loaded()).contains(TWO);
    Files.delete(obstacle);

    save(THREE);

    assertThat(loaded()).contains(THREE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"state.json.new", "state.journal"})
  void nothingIsWrittenThroughALink(String name) throws IOException {
    save(ONE, TWO);
    restart();
    Path elsewhere = Files.writeString(directory.resolve("elsewhere"), "not ours");
    Files.deleteIfExists(directory.resolve(name));
    Files.createSymbolicLink(directory.resolve(name), elsewhere);

    assertThatThrownBy(() -> save(THREE)).isInstanceOf(IOException.class);

    assertThat(elsewhere).hasContent("not ours");
  }

  @Test
  void theLockIsNotTakenThroughALink() throws IOException {
    Path elsewhere = directory.resolve("elsewhere");
    Files.createSymbolicLink(directory.resolve("lock"), elsewhere);

    assertThatThrownBy(() -> StateLock.take(directory)).isInstanceOf(IOException.class);

    assertThat(elsewhere).doesNotExist();
  }

  @Test
  void aSnapshotWhoseJournalCannotBeginIsNotGoneOnFrom() throws IOException {
    save(ONE, TWO);
    restart();
    Files.delete(journal);
    Files.createDirectory(journal);
    assertThatThrownBy(() -> save(THREE)).isInstanceOf(IOException.class);
    Files.delete(journal);

    save(ONE, TWO);

    assertThat(lines()).hasSize(1);
    assertThat(loaded()).contains(TWO);
  }

  @Test
  void afterTheEndNothingIsSaved() throws IOException {
    save(ONE);
    file.close();

    assertThatThrownBy(() -> save(TWO)).hasMessageContaining("closed");

    assertThat(loaded()).contains(ONE);
  }

  @Test
  void bothFilesAreAsOpenAsEachOther() throws IOException {
    save(ONE);

    assertThat(Files.getPosixFilePermissions(journal))
        .isEqualTo(Files.getPosixFilePermissions(snapshot));
  }
}
