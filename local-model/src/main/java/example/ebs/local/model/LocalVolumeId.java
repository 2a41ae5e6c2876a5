package example.ebs.local.model;

import example.ebs.csi.model.Sha256;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id of a local volume with a PersistentVolume, such as {@code
 * local-00112233445566778899aabbccddeeff}.
 *
 * <p>It follows from the PersistentVolume's name, so that whoever has the name can check the id,
 * and is safe as a file's name whatever that name was.
 */
public record LocalVolumeId(String value) {
  private static final int DIGITS = 32;
  private static final Pattern FORM = Pattern.compile("local-[0-9a-f]{" + DIGITS + "}");

  public LocalVolumeId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not the id of a local volume: " + value);
    }
  }

  /** The id of the volume that has this name: the PersistentVolume's, CreateVolume's. */
  public static LocalVolumeId ofVolume(String name) {
    return new LocalVolumeId("local-" + Sha256.hex(name).substring(0, DIGITS));
  }

  /** The id, if it looks like one; any other text names a volume that does not exist. */
  public static Optional<LocalVolumeId> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new LocalVolumeId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
