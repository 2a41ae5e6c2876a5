package example.ebs.local.store;

import example.ebs.local.model.InlineVolumeId;
import example.ebs.local.model.LocalVolumeId;
import java.util.Optional;

/** The name of a volume's record: the volume's id, which is safe as a file's name. */
public record VolumeKey(String value) {
  public VolumeKey {
    if (LocalVolumeId.parse(value).isEmpty() && InlineVolumeId.parse(value).isEmpty()) {
      throw new IllegalArgumentException("not the id of a local volume: " + value);
    }
  }

  public static VolumeKey of(LocalVolumeId id) {
    return new VolumeKey(id.value());
  }

  public static VolumeKey of(InlineVolumeId id) {
    return new VolumeKey(id.value());
  }

  /** The key, if it looks like one; any other text names a volume that does not exist. */
  public static Optional<VolumeKey> parse(String text) {
    return LocalVolumeId.parse(text)
        .map(VolumeKey::of)
        .or(() -> InlineVolumeId.parse(text).map(VolumeKey::of));
  }

  /** The inline volume that it is, if it is one. */
  public Optional<InlineVolumeId> inline() {
    return InlineVolumeId.parse(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
