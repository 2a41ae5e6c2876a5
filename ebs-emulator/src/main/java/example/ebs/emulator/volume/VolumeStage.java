package example.ebs.emulator.volume;

/** The life of a volume, but for its use: whether it is in use follows from its attachments. */
public enum VolumeStage {
  CREATING,
  READY,
  DELETING
}
