package example.ebs.emulator.action;

import example.ebs.emulator.snapshot.SnapshotStage;
import example.ebs.emulator.snapshot.VolumeSnapshot;
import example.ebs.emulator.state.State;
import example.ebs.emulator.volume.Volume;
import example.ebs.emulator.volume.VolumeSource;
import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.QueryParameters;
import example.ebs.emulator.wire.ResourceIds;
import java.util.Optional;

/**
 * What a new volume is made from, checked, and what it takes from there.
 *
 * @param sizeGib 0 where it is made from nothing
 * @param kmsKeyId empty where nothing is encrypted
 */
record SourceOrder(VolumeSource source, int sizeGib, String kmsKeyId) {
  private static final int SLOWEST = 100;
  private static final int FASTEST = 300;

  static SourceOrder parse(QueryParameters request, State state) {
    Optional<String> id = request.text("SnapshotId").filter(text -> !text.isEmpty());
    checkRate(request.number("VolumeInitializationRate"), id.isPresent());
    return id.map(text -> of(state.snapshot(ResourceIds.snapshot(text))))
        .orElse(new SourceOrder(VolumeSource.NOTHING, 0, ""));
  }

  /** A copy of a volume, which is as large and as encrypted. */
  static SourceOrder of(Volume volume) {
    return new SourceOrder(
        VolumeSource.volume(volume.id()),
        volume.specification().sizeGib(),
        volume.specification().kmsKeyId());
  }

  private static SourceOrder of(VolumeSnapshot snapshot) {
    if (snapshot.stage() != SnapshotStage.COMPLETED) {
      throw Ec2Failure.client(
          "IncorrectState", "Snapshot is in invalid state - " + snapshot.status());
    }
    return new SourceOrder(
        VolumeSource.snapshot(snapshot.id()), snapshot.sizeGib(), snapshot.kmsKeyId());
  }

  /** How fast blocks come from the snapshot; here all are there at once. */
  private static void checkRate(Optional<Integer> rate, boolean fromSnapshot) {
    if (rate.isPresent() && !fromSnapshot) {
      throw Ec2Failure.invalidCombination(
          "The parameter volumeInitializationRate needs the parameter snapshotId");
    }
    if (rate.isPresent() && (rate.get() < SLOWEST || rate.get() > FASTEST)) {
      throw Ec2Failure.invalidValue(
          "Value (%d) for parameter volumeInitializationRate is invalid. Expecting a value between %d and %d."
              .formatted(rate.get(), SLOWEST, FASTEST));
    }
  }

  boolean encrypted() {
    return !kmsKeyId.isEmpty();
  }

  /** The size that is asked for, else the source's own. */
  int size(Optional<Integer> asked) {
    if (asked.isEmpty() && source.nothing()) {
      throw Ec2Failure.missing("size/snapshot");
    }
    int size = asked.orElse(sizeGib);
    if (!source.nothing() && size < sizeGib) {
      throw Ec2Failure.invalidValue(
          "Volume of size %dGiB is smaller than %s '%s', expect size >= %dGiB"
              .formatted(
                  size,
                  source.snapshotId().isEmpty() ? "volume" : "snapshot",
                  source.id(),
                  sizeGib));
    }
    return size;
  }
}
