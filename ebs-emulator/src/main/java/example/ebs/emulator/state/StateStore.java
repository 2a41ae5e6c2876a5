package example.ebs.emulator.state;

import java.io.IOException;
import java.util.Optional;

/** Where the state survives a restart. */
public interface StateStore {
  /** What was saved last; empty if nothing ever was. To be called before anything is saved. */
  Optional<State> load() throws IOException;

  /** Returns only when the state would survive the end of this process. */
  void save(State state) throws IOException;
}
