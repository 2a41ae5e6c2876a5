package example.ebs.emulator.action;

import example.ebs.emulator.snapshot.FastRestore;
import example.ebs.emulator.snapshot.VolumeSnapshot;
import example.ebs.emulator.state.State;
import example.ebs.emulator.time.Delays;
import example.ebs.emulator.time.Operation;
import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.QueryParameters;
import example.ebs.emulator.wire.ResourceIds;
import example.ebs.emulator.wire.XmlAnswer;
import example.ebs.emulator.zone.Zone;
import example.ebs.emulator.zone.Zones;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * EnableFastSnapshotRestores and DisableFastSnapshotRestores. A snapshot that cannot have them is
 * told of in an answer that succeeds.
 */
final class FastRestoreChange implements Action {
  private final boolean enable;
  private final Zones zones;
  private final Delays delays;

  FastRestoreChange(boolean enable, Zones zones, Delays delays) {
    this.enable = enable;
    this.zones = zones;
    this.delays = delays;
  }

  /** What became of one snapshot in one zone. */
  private record Told(String snapshotId, FastRestore restore) {}

  private record Refused(String snapshotId, Ec2Failure why) {}

  @Override
  public Effect prepare(Turn turn) {
    QueryParameters request = turn.request();
    List<String> ids =
        request.list("SourceSnapshotId").stream().map(ResourceIds::snapshot).toList();
    List<Zone> wanted = zones(request);
    if (ids.isEmpty()) {
      throw Ec2Failure.missing("sourceSnapshotIds");
    }
    return () -> changed(turn, ids, wanted);
  }

  private List<Zone> zones(QueryParameters request) {
    List<String> names = request.list("AvailabilityZone");
    List<String> ids = request.list("AvailabilityZoneId");
    if (names.isEmpty() == ids.isEmpty()) {
      throw names.isEmpty()
          ? Ec2Failure.missing("availabilityZones")
          : Ec2Failure.invalidCombination(
              "The parameters availabilityZones and availabilityZoneIds cannot be used together");
    }
    return Stream.concat(names.stream().map(zones::byName), ids.stream().map(zones::byId)).toList();
  }

  private Outcome changed(Turn turn, List<String> ids, List<Zone> wanted) {
    State state = turn.state();
    List<Told> told = new ArrayList<>();
    List<Refused> refused = new ArrayList<>();
    for (String id : ids) {
      try {
        VolumeSnapshot snapshot = state.snapshot(id);
        for (Zone zone : wanted) {
          FastRestore restore = restore(snapshot, zone, turn.now());
          told.add(new Told(id, restore));
          snapshot = changed(snapshot, restore);
        }
        state = state.with(snapshot);
      } catch (Ec2Failure why) {
        refused.add(new Refused(id, why));
      }
    }
    return new Outcome(state, xml -> write(xml, told, refused, wanted, turn.now()));
  }

  /** The one that is there, or a new one. */
  private FastRestore restore(VolumeSnapshot snapshot, Zone zone, Instant now) {
    return snapshot.fastRestores().stream()
        .filter(each -> each.zone().equals(zone.name()))
        .findFirst()
        .orElseGet(() -> begun(zone, now));
  }

  private FastRestore begun(Zone zone, Instant now) {
    Instant optimizing = now.plus(delays.next(Operation.ENABLE_FAST_RESTORE));
    return new FastRestore(
        zone.name(), now, optimizing, optimizing.plus(delays.next(Operation.ENABLE_FAST_RESTORE)));
  }

  private VolumeSnapshot changed(VolumeSnapshot snapshot, FastRestore restore) {
    List<FastRestore> changed = new ArrayList<>(snapshot.fastRestores());
    changed.removeIf(each -> each.zone().equals(restore.zone()));
    if (enable) {
      changed.add(restore);
    }
    return snapshot.withFastRestores(changed);
  }

  private void write(
      XmlAnswer xml, List<Told> told, List<Refused> refused, List<Zone> wanted, Instant now) {
    xml.items(
        "successful",
        told,
        (item, each) ->
            FastRestoreXml.write(
                item,
                each.snapshotId(),
                each.restore(),
                enable ? each.restore().state(now) : "disabling",
                zones));
    xml.items(
        "unsuccessful",
        refused,
        (item, each) -> {
          item.text("snapshotId", each.snapshotId());
          item.items(
              "fastSnapshotRestoreStateErrorSet",
              wanted,
              (error, zone) -> FastRestoreXml.error(error, zone, each.why()));
        });
  }
}
