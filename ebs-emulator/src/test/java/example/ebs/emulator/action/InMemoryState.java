package example.ebs.emulator.action;

import example.ebs.emulator.state.State;
import example.ebs.emulator.state.StateStore;
import java.io.IOException;
import java.util.Optional;

/** State that survives as long as this object, on a disk that may be full. */
final class InMemoryState implements StateStore {
  private Optional<State> saved = Optional.empty();

  /** How many more saves there is room for. */
  int room = Integer.MAX_VALUE;

  /** Whether a save that fails comes to the disk all the same. */
  boolean lies;

  @Override
  public Optional<State> load() {
    return saved;
  }

  @Override
  public void save(State state) throws IOException {
    if (room-- <= 0) {
      if (lies) {
        saved = Optional.of(state);
      }
      throw new IOException("no space left on device");
    }
    saved = Optional.of(state);
  }
}
