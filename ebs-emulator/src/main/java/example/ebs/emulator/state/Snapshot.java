package example.ebs.emulator.state;

import example.ebs.emulator.instance.Instance;
import example.ebs.emulator.volume.Volume;
import java.util.Map;

/**
 * The whole state, as {@code state.json} has it.
 *
 * @param save the number of the save that wrote it, after which the journal goes on; 0 in the
 *     format that had no journal
 */
record Snapshot(
    int version,
    long save,
    Map<String, Volume> volumes,
    Map<String, Instance> instances,
    Map<String, IssuedToken> tokens) {
  static final int VERSION = 2;

  /** The format before, which is the same without a number and without a journal. */
  static final int WITHOUT_JOURNAL = 1;

  Snapshot {
    volumes = Map.copyOf(volumes);
    instances = Map.copyOf(instances);
    tokens = Map.copyOf(tokens);
  }

  static Snapshot of(long save, State state) {
    return new Snapshot(VERSION, save, state.volumes(), state.instances(), state.tokens());
  }
}
