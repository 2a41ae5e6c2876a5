package example.ebs.linux.mount;

import example.ebs.linux.device.DeviceNumber;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A line of the mount table (proc(5)), looked at field by field in place, and made into an entry
 * only when it is asked for.
 */
record MountLine(String text) {
  private static final int PARENT = 1;
  private static final int DEVICE = 2;
  private static final int ROOT = 3;
  private static final int TARGET = 4;
  private static final int FLAGS = 5;
  private static final int OPTIONAL = 6;
  private static final String DELETED = "//deleted";

  boolean isOf(String device) {
    return fieldIs(DEVICE, device);
  }

  boolean isAt(String escapedTarget) {
    return fieldIs(TARGET, escapedTarget);
  }

  boolean isInside(String escapedFolder) {
    return text.startsWith(escapedFolder, start(TARGET));
  }

  /** Of two on the way to one path, whether this shows that path and not the earlier one. */
  boolean isAtOrBelow(MountLine earlier) {
    return escapedTarget().length() >= earlier.escapedTarget().length();
  }

  String escapedTarget() {
    int start = start(TARGET);
    return text.substring(start, end(start));
  }

  /** The last name of what is mounted, also if it has no name any more. */
  String escapedRootName() {
    int start = start(ROOT);
    String root = text.substring(start, end(start));
    String named =
        root.endsWith(DELETED) ? root.substring(0, root.length() - DELETED.length()) : root;
    return named.substring(named.lastIndexOf('/') + 1);
  }

  private boolean fieldIs(int number, String value) {
    int start = start(number);
    return text.startsWith(value, start) && end(start) == start + value.length();
  }

  private int start(int number) {
    int start = 0;
    for (int passed = 0; passed < number; passed++) {
      start = end(start) + 1;
    }
    return Math.min(start, text.length());
  }

  private int end(int start) {
    int blank = text.indexOf(' ', start);
    return blank < 0 ? text.length() : blank;
  }

  MountEntry entry() {
    List<String> fields = Arrays.asList(text.split(" ", -1));
    // Any number of optional fields comes before the dash.
    int dash = fields.indexOf("-");
    return new MountEntry(
        Long.parseLong(fields.get(PARENT)),
        DeviceNumber.parse(fields.get(DEVICE)),
        unescape(field(fields, ROOT)),
        Path.of(unescape(field(fields, TARGET))),
        flags(field(fields, FLAGS)),
        unescape(dash < OPTIONAL ? "" : field(fields, dash + 1)),
        flags(dash < OPTIONAL ? "" : field(fields, dash + 3)));
  }

  /** What was cut off, because the line is longer than any path is, counts as empty. */
  private static String field(List<String> fields, int number) {
    return number < fields.size() ? fields.get(number) : "";
  }

  private static MountFlags flags(String options) {
    return MountOptions.parse(List.of(options)).set();
  }

  /** The kernel writes blank, tab, newline and backslash as three octal digits (seq_file). */
  static String unescape(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\' && i + 3 < text.length()) {
        plain.append((char) Integer.parseInt(text.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        plain.append(text.charAt(i));
      }
    }
    return plain.toString();
  }

  static String escape(String text) {
    return text.replace("\\", "\\134")
        .replace(" ", "\\040")
        .replace("\t", "\\011")
        .replace("\n", "\\012");
  }
}
