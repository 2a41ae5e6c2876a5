package example.ebs.local.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The handle that the kubelet makes for an inline volume: {@code csi-} and 64 hex digits, a hash of
 * the pod's UID and the volume's name in it.
 */
public record InlineVolumeId(String value) {
  private static final Pattern FORM = Pattern.compile("csi-[0-9a-f]{64}");

  public InlineVolumeId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not the handle of an inline volume: " + value);
    }
  }

  /** The handle, if it looks like one; any other text names a volume that does not exist. */
  public static Optional<InlineVolumeId> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new InlineVolumeId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
