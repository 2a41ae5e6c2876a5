package example.ebs.emulator.wire;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Ids of EC2's resources: a prefix, a dash, and 8 or 17 hexadecimal digits. */
public final class ResourceIds {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{8}|[0-9a-f]{17}");

  private ResourceIds() {}

  /** A new id, such as {@code vol-0123456789abcdef0} for the prefix {@code vol}. */
  public static String next(String prefix) {
    return prefix + "-0" + HexFormat.of().toHexDigits(RANDOM.nextLong());
  }

  /** Gives the id back if it is the id of a volume, well written. */
  public static String volume(String id) {
    if (!id.startsWith("vol-")) {
      throw Ec2Failure.invalidValue(
          "Value (" + id + ") for parameter volumeId is invalid. Expected: 'vol-...'.");
    }
    if (!wellFormed(id, "vol-")) {
      throw Ec2Failure.client("InvalidVolumeID.Malformed", "Invalid id: \"" + id + "\"");
    }
    return id;
  }

  /** Gives the id back if it is the id of an instance, well written. */
  public static String instance(String id) {
    if (!id.startsWith("i-") || !wellFormed(id, "i-")) {
      throw Ec2Failure.client("InvalidInstanceID.Malformed", "Invalid id: \"" + id + "\"");
    }
    return id;
  }

  /** Gives the id back if it is the id of a snapshot, well written. */
  public static String snapshot(String id) {
    if (!id.startsWith("snap-")) {
      throw Ec2Failure.invalidValue(
          "Value (" + id + ") for parameter snapshotId is invalid. Expected: 'snap-...'.");
    }
    if (!wellFormed(id, "snap-")) {
      throw Ec2Failure.client("InvalidSnapshotID.Malformed", "Invalid id: \"" + id + "\"");
    }
    return id;
  }

  private static boolean wellFormed(String id, String prefix) {
    return DIGITS.matcher(id.substring(prefix.length())).matches();
  }
}
