package example.ebs.local.model;

import java.util.regex.Pattern;

/**
 * The name by which a class chooses a root: up to 63 lower-case letters, digits, dots and dashes.
 */
public record RootName(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?");

  public RootName {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not the name of a root: " + value);
    }
  }

  static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
