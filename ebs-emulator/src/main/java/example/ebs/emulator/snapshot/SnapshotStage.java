package example.ebs.emulator.snapshot;

/** The life of a snapshot. */
public enum SnapshotStage {
  PENDING,

  /** It is to be deleted as soon as it is complete; until then it is shown as pending. */
  PENDING_DELETION,
  COMPLETED,
  ERROR,

  /** Nobody sees it any more, and its content is being taken away. */
  DELETING
}
