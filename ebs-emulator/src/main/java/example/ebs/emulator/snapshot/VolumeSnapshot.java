package example.ebs.emulator.snapshot;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A snapshot of a volume, which outlives it.
 *
 * @param kmsKeyId empty where it is not encrypted
 * @param due when it is complete, or was
 */
public record VolumeSnapshot(
    String id,
    String volumeId,
    int sizeGib,
    String kmsKeyId,
    String description,
    Instant started,
    SnapshotStage stage,
    Instant due,
    Map<String, String> tags,
    SnapshotLock lock,
    List<FastRestore> fastRestores) {
  public VolumeSnapshot {
    tags = Map.copyOf(tags);
    lock = Optional.ofNullable(lock).orElse(SnapshotLock.NONE);
    fastRestores = List.copyOf(Optional.ofNullable(fastRestores).orElse(List.of()));
  }

  public VolumeSnapshot in(SnapshotStage next, Instant nextDue) {
    return new VolumeSnapshot(
        id,
        volumeId,
        sizeGib,
        kmsKeyId,
        description,
        started,
        next,
        nextDue,
        tags,
        lock,
        fastRestores);
  }

  public VolumeSnapshot withTags(Map<String, String> changed) {
    return new VolumeSnapshot(
        id,
        volumeId,
        sizeGib,
        kmsKeyId,
        description,
        started,
        stage,
        due,
        changed,
        lock,
        fastRestores);
  }

  public VolumeSnapshot withLock(SnapshotLock changed) {
    return new VolumeSnapshot(
        id,
        volumeId,
        sizeGib,
        kmsKeyId,
        description,
        started,
        stage,
        due,
        tags,
        changed,
        fastRestores);
  }

  public VolumeSnapshot withFastRestores(List<FastRestore> changed) {
    return new VolumeSnapshot(
        id, volumeId, sizeGib, kmsKeyId, description, started, stage, due, tags, lock, changed);
  }

  public boolean encrypted() {
    return !kmsKeyId.isEmpty();
  }

  /** It is deleted, as far as anybody is told. */
  public boolean hidden() {
    return stage == SnapshotStage.DELETING;
  }

  /** Its state passes by itself. */
  public boolean passes() {
    return switch (stage) {
      case PENDING, PENDING_DELETION, DELETING -> true;
      case COMPLETED, ERROR -> false;
    };
  }

  /** The state as EC2 names it. */
  public String status() {
    return switch (stage) {
      case PENDING, PENDING_DELETION -> "pending";
      case COMPLETED, DELETING -> "completed";
      case ERROR -> "error";
    };
  }

  /** As EC2 writes it, such as {@code 47%}. */
  public String progress(Instant now) {
    return switch (stage) {
      case PENDING, PENDING_DELETION -> {
        long whole = Math.max(1, Duration.between(started, due).toMillis());
        long passed = 100 * Duration.between(started, now).toMillis() / whole;
        yield Math.clamp(passed, 0, 99) + "%";
      }
      case COMPLETED, DELETING -> "100%";
      case ERROR -> "0%";
    };
  }

  /** What snapshots are listed by: it stays the same, and later ones come later. */
  public String order() {
    return "%015d/%s".formatted(started.toEpochMilli(), id);
  }
}
