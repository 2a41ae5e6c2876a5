package example.ebs.emulator.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which snapshot and journal belong together; a start with others is refused. */
final class StateMismatchTest {
  private static final IssuedToken ISSUED =
      IssuedToken.of("request", "vol-1", Instant.parse("2026-11-20T12:00:00Z"));
  private static final State ONE = State.empty().withToken("one", ISSUED);
  private static final State TWO = ONE.withToken("two", ISSUED);
  private static final State THREE = TWO.withoutToken("one");

  @TempDir Path directory;
  private JournalScene scene;

  @BeforeEach
  void start() throws IOException {
    scene = new JournalScene(directory);
  }

  @AfterEach
  void end() throws IOException {
    scene.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "null", "[]", "{}", "{\"save\":3}", "{\"save\":3,\"snapshots\":{}}"})
  void aLineThatCannotBeReadIsRefusedWithItsNumber(String line) throws IOException {
    scene.save(ONE, TWO);
    scene.append(line + "\n");

    assertThatThrownBy(scene::loaded)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("state.journal cannot be read: line 2")
        .hasMessageContaining("state.json")
        .hasMessageContaining("another --state-dir");
  }

  @Test
  void zerosAnywhereButAtTheEndAreRefused() throws IOException {
    scene.save(ONE, TWO);
    String line = Files.readString(scene.journal());
    Files.writeString(scene.journal(), "\0".repeat(line.length() - 1) + "\n" + line);

    assertThatThrownBy(scene::loaded).hasMessageContaining("line 1");
  }

  /** For what the snapshot does not know would be lost. */
  @Test
  void aSnapshotWhoseJournalIsGoneIsRefused() throws IOException {
    scene.save(ONE, TWO);
    Files.delete(scene.journal());

    assertThatThrownBy(scene::loaded)
        .hasMessageContaining("state.journal, which is gone; put it back")
        .hasMessageContaining("another --state-dir");
  }

  @Test
  void aJournalWhoseSnapshotIsGoneIsRefused() throws IOException {
    scene.save(ONE, TWO);
    Files.delete(scene.snapshot());

    assertThatThrownBy(scene::loaded)
        .hasMessageContaining("state.json that is gone; put it back")
        .hasMessageContaining("another --state-dir");
  }

  @Test
  void anOlderSnapshotPutInThePlaceOfTheRightOneIsRefused() throws IOException {
    scene.save(ONE);
    byte[] older = Files.readAllBytes(scene.snapshot());
    scene.save(TWO);
    scene.restart();
    scene.save(THREE, ONE);
    Files.write(scene.snapshot(), older);

    assertThatThrownBy(scene::loaded)
        .hasMessageContaining("does not go on from")
        .hasMessageContaining("put back the two that belong together");
  }

  /** Its numbers may fit: all young states have the same. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theJournalOfAnotherStateIsRefusedWhateverItsNumbers(int saves) throws IOException {
    List<State> states = List.of(ONE, TWO, THREE);
    Path elsewhere = Files.createDirectory(scene.directory().resolve("elsewhere"));
    try (StateFile other = new SavedState(elsewhere).opened()) {
      for (State state : states) {
        other.save(state);
      }
    }
    for (int i = 0; i < saves; i++) {
      scene.restart();
      scene.save(states.get(i));
    }
    Files.write(scene.journal(), Files.readAllBytes(elsewhere.resolve("state.journal")));

    assertThatThrownBy(scene::loaded)
        .hasMessageContaining("does not go on from")
        .hasMessageContaining("line 1 belongs to another emulator's state")
        .hasMessageContaining("another --state-dir");
  }

  @Test
  void aStateHasTheSameIdAfterEverySnapshot() throws IOException {
    scene.save(ONE, TWO);
    byte[] lines = Files.readAllBytes(scene.journal());
    scene.restart();
    scene.save(THREE);
    scene.restart();
    scene.save(ONE);
    Files.write(scene.journal(), lines);

    assertThat(scene.loaded()).contains(ONE);
  }

  @Test
  void aSnapshotWithoutAJournalDoesNotGoOnInOne() throws IOException {
    scene.save(ONE, TWO);
    Files.writeString(
        scene.snapshot(), "{\"version\":1,\"volumes\":{},\"instances\":{},\"tokens\":{}}");

    assertThatThrownBy(scene::loaded).hasMessageContaining("does not go on from");
  }

  /** Its first line says of "one" what is not so any more, and no later line does. */
  @Test
  void linesThatAreOlderThanTheSnapshotChangeNothing() throws IOException {
    scene.save(State.empty(), ONE, TWO);
    byte[] old = Files.readAllBytes(scene.journal());
    scene.restart();
    scene.save(THREE);
    Files.write(scene.journal(), old);

    assertThat(scene.loaded()).contains(THREE);
    scene.restart();
    scene.save(ONE, TWO);
    assertThat(scene.loaded()).contains(TWO);
  }
}
