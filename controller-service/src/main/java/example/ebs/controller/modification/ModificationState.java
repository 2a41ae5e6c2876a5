package example.ebs.controller.modification;

/** Where a modification is; the names are EC2's, but for what this driver does not know. */
public enum ModificationState {
  MODIFYING,
  OPTIMIZING,
  COMPLETED,
  FAILED,
  UNKNOWN;

  /** Whether the volume has its new shape: while EC2 still moves data, only speed is missing. */
  boolean isDone() {
    return this == OPTIMIZING || this == COMPLETED;
  }

  /** Whether EC2 refuses another modification until this one is completed. */
  boolean isUnderWay() {
    return this == MODIFYING || this == OPTIMIZING || this == UNKNOWN;
  }
}
