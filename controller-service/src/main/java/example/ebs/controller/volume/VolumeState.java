package example.ebs.controller.volume;

/** Where a volume is in its life; names are EC2's, but for what this driver does not know. */
public enum VolumeState {
  CREATING,
  AVAILABLE,
  IN_USE,
  DELETING,
  DELETED,
  ERROR,
  UNKNOWN;

  /** Whether the volume can be attached, or is. */
  public boolean isUsable() {
    return this == AVAILABLE || this == IN_USE;
  }

  /** Whether the volume is on its way out, so that its name is free again. */
  public boolean isGoing() {
    return this == DELETING || this == DELETED;
  }
}
