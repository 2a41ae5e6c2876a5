package example.ebs.csi.server;

import java.util.regex.Pattern;

/**
 * The name and version under which the driver is known.
 *
 * @param name at most 63 letters, digits, dots and dashes, with a letter at both ends; that it may
 *     not end in a digit is csi-sanity's rule, stricter than the specification's
 */
public record DriverIdentity(String name, String version) {
  /** The name that a driver has unless it is given another. */
  public static final String DEFAULT_NAME = "ebs.example";

  /** What the name of the driver of local volumes begins with; the main driver's follows. */
  public static final String LOCAL_PREFIX = "local.";

  private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9.-]{0,61}[a-zA-Z]");

  public DriverIdentity {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is not a driver name: 2 to 63 letters, digits, dots and dashes, a letter at both ends");
    }
  }

  /**
   * The second driver of the same installation, whose volumes are directories of one node.
   *
   * @throws IllegalArgumentException when that name would be too long
   */
  public DriverIdentity local() {
    return new DriverIdentity(LOCAL_PREFIX + name, version);
  }
}
