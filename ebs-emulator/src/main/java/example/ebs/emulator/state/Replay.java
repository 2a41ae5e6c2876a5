package example.ebs.emulator.state;

import example.ebs.emulator.instance.Instance;
import example.ebs.emulator.modification.Modification;
import example.ebs.emulator.snapshot.VolumeSnapshot;
import example.ebs.emulator.volume.Volume;
import java.util.HashMap;
import java.util.Map;

/** A snapshot, and then one change after the other. */
final class Replay {
  private final Map<String, Volume> volumes;
  private final Map<String, Instance> instances;
  private final Map<String, IssuedToken> tokens;
  private final Map<String, Modification> modifications;
  private final Map<String, VolumeSnapshot> snapshots;
  private long save;

  Replay(Snapshot snapshot) {
    this.volumes = new HashMap<>(snapshot.volumes());
    this.instances = new HashMap<>(snapshot.instances());
    this.tokens = new HashMap<>(snapshot.tokens());
    this.modifications = new HashMap<>(snapshot.modifications());
    this.snapshots = new HashMap<>(snapshot.snapshots());
    this.save = snapshot.save();
  }

  /** The number of the last save that is in it. */
  long save() {
    return save;
  }

  void apply(Change change) {
    change.volumes().applyTo(volumes);
    change.instances().applyTo(instances);
    change.tokens().applyTo(tokens);
    change.modifications().applyTo(modifications);
    change.snapshots().applyTo(snapshots);
    save = change.save();
  }

  State state() {
    return new State(volumes, instances, tokens, modifications, snapshots);
  }
}
