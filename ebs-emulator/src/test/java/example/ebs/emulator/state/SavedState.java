package example.ebs.emulator.state;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A state directory, as those see it who start there. */
record SavedState(Path directory) {
  static final String DEVICES = "loop";

  /** One that goes on with what was saved. */
  StateFile opened() throws IOException {
    StateFile file = new StateFile(directory, DEVICES);
    file.load();
    return file;
  }

  /** What one would go on with. */
  Optional<State> loaded() throws IOException {
    try (StateFile file = new StateFile(directory, DEVICES)) {
      return file.load();
    }
  }
}
