package example.ebs.csi.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The id of an EBS volume, such as {@code vol-0123456789abcdef0}.
 *
 * <p>An id that does not look like one names a volume that does not exist, which is no error of the
 * caller's: hence {@link #parse} and no exception there.
 */
public record VolumeId(String value) {
  private static final Pattern FORM = Pattern.compile("vol-(?:[0-9a-f]{8}|[0-9a-f]{17})");

  public VolumeId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not an EBS volume id: " + value);
    }
  }

  public static Optional<VolumeId> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new VolumeId(text)) : Optional.empty();
  }

  /** The id as an NVMe device reports it as its serial number: without the dash. */
  public String serial() {
    return value.replace("-", "");
  }

  @Override
  public String toString() {
    return value;
  }
}
