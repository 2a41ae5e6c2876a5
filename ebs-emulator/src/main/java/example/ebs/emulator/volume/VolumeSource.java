package example.ebs.emulator.volume;

/**
 * What a volume was made from.
 *
 * @param snapshotId empty if not from a snapshot
 * @param volumeId empty if it is no copy of a volume
 */
public record VolumeSource(String snapshotId, String volumeId) {
  public static final VolumeSource NOTHING = new VolumeSource("", "");

  public static VolumeSource snapshot(String id) {
    return new VolumeSource(id, "");
  }

  public static VolumeSource volume(String id) {
    return new VolumeSource("", id);
  }

  /** Whose content it began with. */
  public String id() {
    return snapshotId + volumeId;
  }

  /** It began with zeros. */
  public boolean nothing() {
    return id().isEmpty();
  }
}
