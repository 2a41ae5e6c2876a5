package example.ebs.emulator.snapshot;

import java.time.Instant;

/**
 * What keeps a snapshot from being deleted.
 *
 * @param coolOffHours how long a lock of compliance can still be changed; 0 for not at all
 * @param coolsUntil when that ends
 * @param begins when the days begin: not before the snapshot is complete
 */
public record SnapshotLock(
    LockMode mode,
    int days,
    int coolOffHours,
    Instant created,
    Instant coolsUntil,
    Instant begins,
    Instant expires) {
  public static final SnapshotLock NONE =
      new SnapshotLock(
          LockMode.NONE, 0, 0, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH);

  /** The snapshot cannot be deleted. */
  public boolean holds(Instant now) {
    return expires.isAfter(now);
  }

  /** Nobody can take it back or make it shorter. */
  public boolean isFinal(Instant now) {
    return holds(now) && mode == LockMode.COMPLIANCE && !coolsUntil.isAfter(now);
  }

  /** As answers write it. */
  public String state(Instant now) {
    if (!holds(now)) {
      return "expired";
    }
    if (mode == LockMode.GOVERNANCE) {
      return "governance";
    }
    return isFinal(now) ? "compliance" : "compliance-cooloff";
  }
}
