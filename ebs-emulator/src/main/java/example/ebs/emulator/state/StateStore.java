package example.ebs.emulator.state;

import java.io.IOException;

/** Where the state survives a restart. */
public interface StateStore {
  /** What was saved last, or an empty state. */
  State load() throws IOException;

  /** Returns only when the state would survive the end of this process. */
  void save(State state) throws IOException;
}
