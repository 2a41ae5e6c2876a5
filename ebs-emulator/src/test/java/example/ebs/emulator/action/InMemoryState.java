package example.ebs.emulator.action;

import example.ebs.emulator.state.State;
import example.ebs.emulator.state.StateStore;

/** State that survives as long as this object. */
final class InMemoryState implements StateStore {
  private State saved = State.empty();

  @Override
  public State load() {
    return saved;
  }

  @Override
  public void save(State state) {
    saved = state;
  }
}
