package example.ebs.emulator.state;

import example.ebs.emulator.instance.Instance;
import example.ebs.emulator.modification.Modification;
import example.ebs.emulator.snapshot.VolumeSnapshot;
import example.ebs.emulator.volume.Volume;
import java.util.Map;
import java.util.Optional;

/**
 * The whole state, as {@code state.json} has it.
 *
 * @param save the number of the save that wrote it, after which the journal goes on; 0 in the
 *     format that had no journal
 * @param stateId made up when the state began, and repeated by each line of its journal, so that
 *     the journal of another state is seen; empty in the formats before
 * @param devices the kind of devices that its volumes have; empty in the formats before
 * @param modifications none in the formats before
 * @param snapshots of volumes; none in the formats before
 */
record Snapshot(
    int version,
    long save,
    String stateId,
    String devices,
    Map<String, Volume> volumes,
    Map<String, Instance> instances,
    Map<String, IssuedToken> tokens,
    Map<String, Modification> modifications,
    Map<String, VolumeSnapshot> snapshots) {
  static final int VERSION = 4;

  /** The format before, which has volumes, instances and tokens alone. */
  static final int WITHOUT_MODIFICATIONS = 3;

  /** The one before that, which has neither the state's id nor its devices. */
  static final int WITHOUT_ID = 2;

  /** The first format, which has no number and no journal either. */
  static final int WITHOUT_JOURNAL = 1;

  Snapshot {
    stateId = Optional.ofNullable(stateId).orElse("");
    devices = Optional.ofNullable(devices).orElse("");
    volumes = Map.copyOf(volumes);
    instances = Map.copyOf(instances);
    tokens = Map.copyOf(tokens);
    modifications = Map.copyOf(Optional.ofNullable(modifications).orElse(Map.of()));
    snapshots = Map.copyOf(Optional.ofNullable(snapshots).orElse(Map.of()));
  }

  static Snapshot of(long save, String stateId, String devices, State state) {
    return new Snapshot(
        VERSION,
        save,
        stateId,
        devices,
        state.volumes(),
        state.instances(),
        state.tokens(),
        state.modifications(),
        state.snapshots());
  }
}
