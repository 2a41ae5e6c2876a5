package example.ebs.local.model;

import example.ebs.csi.model.Sha256;
import java.util.regex.Pattern;

/**
 * The name of a volume's directory: one component of a path, which cannot lead elsewhere.
 *
 * @param value 1 to 255 letters, digits, dots, dashes and underscores of ASCII, not beginning with
 *     a dot: names with one belong to the driver
 */
public record DirectoryName(String value) {
  /** NAME_MAX of Linux's filesystems. */
  private static final int LONGEST = 255;

  private static final int HASH = 16;
  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0," + (LONGEST - 1) + "}");
  private static final Pattern STRANGE = Pattern.compile("[^A-Za-z0-9._-]|^\\.");

  public DirectoryName {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not the name of a volume's directory: " + value);
    }
  }

  static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  /**
   * {@code <namespace>-<claim>-<volume>}, by which people find it. What is too long, or would not
   * be safe as a name, is cut or replaced, and a hash of the whole keeps it apart from others.
   */
  public static DirectoryName of(String namespace, String claim, String volume) {
    return safe(String.join("-", namespace, claim, volume));
  }

  /** That of a volume which is known by its own name only. */
  public static DirectoryName of(String volume) {
    return safe(volume);
  }

  private static DirectoryName safe(String wanted) {
    if (isValid(wanted)) {
      return new DirectoryName(wanted);
    }
    String replaced = STRANGE.matcher(wanted).replaceAll("_");
    int kept = Math.min(replaced.length(), LONGEST - HASH - 1);
    String hash = Sha256.hex(wanted).substring(0, HASH);
    return new DirectoryName(replaced.substring(0, kept) + "-" + hash);
  }

  @Override
  public String toString() {
    return value;
  }
}
