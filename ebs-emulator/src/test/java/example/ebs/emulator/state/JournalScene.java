package example.ebs.emulator.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** A state directory in use, and its two files as they lie there. */
final class JournalScene implements AutoCloseable {
  private final Path directory;
  private StateFile file;

  JournalScene(Path directory) throws IOException {
    this.directory = directory;
    this.file = new SavedState(directory).opened();
  }

  Path directory() {
    return directory;
  }

  Path snapshot() {
    return directory.resolve("state.json");
  }

  Path journal() {
    return directory.resolve("state.journal");
  }

  void save(State... states) throws IOException {
    for (State state : states) {
      file.save(state);
    }
  }

  /** What the next start would go on with. */
  Optional<State> loaded() throws IOException {
    return new SavedState(directory).loaded();
  }

  void restart() throws IOException {
    file.close();
    file = new SavedState(directory).opened();
  }

  /** With another bound of the journal, in bytes. */
  void restart(int bound) throws IOException {
    file.close();
    file = new StateFile(directory, SavedState.DEVICES, bound);
    file.load();
  }

  void append(String text) throws IOException {
    Files.writeString(journal(), text, StandardOpenOption.APPEND);
  }

  /** The journal's. */
  List<String> lines() throws IOException {
    return Files.readAllLines(journal());
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
