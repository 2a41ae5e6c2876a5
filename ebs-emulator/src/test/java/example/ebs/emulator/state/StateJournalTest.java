package example.ebs.emulator.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a save writes, and what a crash or a full disk leaves. */
final class StateJournalTest {
  private static final IssuedToken ISSUED =
      IssuedToken.of("request", "vol-1", Instant.parse("2026-11-20T12:00:00Z"));
  private static final State ONE = State.empty().withToken("one", ISSUED);
  private static final State TWO = ONE.withToken("two", ISSUED);
  private static final State THREE = TWO.withoutToken("one");

  /** As a kill leaves them. */
  private static final String TORN_LINE = "{\"save\":3,\"volu";

  private static final String TORN_SNAPSHOT = "{\"vers";

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

  @Test
  void aSaveAppendsWhatHasChangedAndLeavesTheSnapshotAlone() throws IOException {
    scene.save(ONE);
    String before = Files.readString(scene.snapshot());

    scene.save(TWO, THREE);

    assertThat(Files.readString(scene.snapshot())).isEqualTo(before);
    assertThat(scene.lines()).hasSize(2);
    assertThat(scene.lines().getFirst()).contains("\"two\"").doesNotContain("\"one\"");
    assertThat(scene.lines().getLast()).contains("\"gone\":[\"one\"]").doesNotContain("\"two\"");
    assertThat(scene.loaded()).contains(THREE);
  }

  @Test
  void whatHasNotChangedIsNotWritten() throws IOException {
    scene.save(ONE, TWO, TWO, ONE.withToken("two", ISSUED));

    assertThat(scene.lines()).hasSize(1);
  }

  @Test
  void aJournalThatHasOutgrownItsBoundBeginsAnewAfterASnapshot() throws IOException {
    scene.restart(1);
    // The snapshot is larger than the first line, and not than the first two.
    scene.save(ONE, TWO, THREE);
    assertThat(scene.lines()).hasSize(2);

    scene.save(ONE);

    assertThat(scene.journal()).isEmptyFile();
    assertThat(scene.loaded()).contains(ONE);
  }

  /** Else a line would be appended behind half of another. */
  @Test
  void theFirstSaveAfterAStartIsASnapshot() throws IOException {
    scene.save(ONE, TWO);
    scene.append(TORN_LINE);
    scene.restart();

    scene.save(THREE);

    assertThat(scene.journal()).isEmptyFile();
    assertThat(scene.loaded()).contains(THREE);
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
    scene.save(ONE, TWO);
    scene.append(torn);

    assertThat(scene.loaded()).contains(TWO);
  }

  @Test
  void aCrashBeforeTheVeryFirstSnapshotLeavesNothing() throws IOException {
    Files.createFile(scene.journal());
    Files.writeString(scene.directory().resolve("state.json.new"), TORN_SNAPSHOT);

    assertThat(scene.loaded()).isEmpty();
    scene.save(ONE);
    assertThat(scene.loaded()).contains(ONE);
  }

  @Test
  void aCrashWhileTheSnapshotIsReplacedLosesNothing() throws IOException {
    scene.save(ONE, TWO);
    Files.writeString(scene.directory().resolve("state.json.new"), TORN_SNAPSHOT);

    assertThat(scene.loaded()).contains(TWO);
  }

  @Test
  void afterAnAppendThatFailedTheNextSaveIsASnapshot() throws IOException {
    scene.save(ONE);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> scene.save(TWO)).isInstanceOf(ClosedByInterruptException.class);
    assertThat(Thread.interrupted()).isTrue();
    scene.append(TORN_LINE);

    scene.save(THREE, ONE);

    assertThat(scene.lines()).hasSize(1);
    assertThat(scene.loaded()).contains(ONE);
  }

  /** For the line may be there, whole, although its save failed. */
  @Test
  void afterAnAppendThatFailedTheStateBeforeItIsWrittenAgain() throws IOException {
    scene.save(State.empty(), ONE);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> scene.save(TWO)).isInstanceOf(ClosedByInterruptException.class);
    assertThat(Thread.interrupted()).isTrue();
    scene.append(
        scene.lines().getLast().replace("\"save\":2", "\"save\":3").replace("one", "two") + "\n");
    assertThat(scene.loaded()).contains(TWO);

    scene.save(ONE);

    assertThat(scene.loaded()).contains(ONE);
  }

  @Test
  void afterASnapshotThatFailedNothingIsAppended() throws IOException {
    scene.save(ONE, TWO);
    scene.restart();
    Path obstacle = Files.createDirectory(scene.directory().resolve("state.json.new"));
    assertThatThrownBy(() -> scene.save(THREE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(scene.snapshot() + " and its journal cannot be written")
        .hasMessageContaining("make room");
    assertThatThrownBy(() -> scene.save(THREE)).isInstanceOf(IOException.class);
    assertThat(scene.loaded()).contains(TWO);
    Files.delete(obstacle);

    scene.save(THREE);

    assertThat(scene.loaded()).contains(THREE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"state.json.new", "state.journal"})
  void nothingIsWrittenThroughALink(String name) throws IOException {
    scene.save(ONE, TWO);
    scene.restart();
    Path elsewhere = Files.writeString(scene.directory().resolve("elsewhere"), "not ours");
    Files.deleteIfExists(scene.directory().resolve(name));
    Files.createSymbolicLink(scene.directory().resolve(name), elsewhere);

    assertThatThrownBy(() -> scene.save(THREE)).isInstanceOf(IOException.class);

    assertThat(elsewhere).hasContent("not ours");
  }

  @Test
  void theLockIsNotTakenThroughALink() throws IOException {
    Path elsewhere = scene.directory().resolve("elsewhere");
    Files.createSymbolicLink(scene.directory().resolve("lock"), elsewhere);

    assertThatThrownBy(() -> StateLock.take(scene.directory())).isInstanceOf(IOException.class);

    assertThat(elsewhere).doesNotExist();
  }

  @Test
  void aSnapshotWhoseJournalCannotBeginIsNotGoneOnFrom() throws IOException {
    scene.save(ONE, TWO);
    scene.restart();
    Files.delete(scene.journal());
    Files.createDirectory(scene.journal());
    assertThatThrownBy(() -> scene.save(THREE)).isInstanceOf(IOException.class);
    Files.delete(scene.journal());

    scene.save(ONE, TWO);

    assertThat(scene.lines()).hasSize(1);
    assertThat(scene.loaded()).contains(TWO);
  }

  @Test
  void afterTheEndNothingIsSaved() throws IOException {
    scene.save(ONE);
    scene.close();

    assertThatThrownBy(() -> scene.save(TWO)).hasMessageContaining("closed");

    assertThat(scene.loaded()).contains(ONE);
  }

  @Test
  void bothFilesAreAsOpenAsEachOther() throws IOException {
    scene.save(ONE);

    assertThat(Files.getPosixFilePermissions(scene.journal()))
        .isEqualTo(Files.getPosixFilePermissions(scene.snapshot()));
  }
}
