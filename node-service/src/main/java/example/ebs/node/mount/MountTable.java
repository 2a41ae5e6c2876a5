package example.ebs.node.mount;

import example.ebs.node.device.DeviceNumber;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * What {@code /proc/self/mountinfo} said at one moment (proc(5)).
 *
 * <p>A busy node has thousands of mounts, so a line is looked at field by field in place, and made
 * into an entry only when it is asked for.
 *
 * @param text the whole file
 */
public record MountTable(String text) {
  private static final int DEVICE = 2;
  private static final int ROOT = 3;
  private static final int TARGET = 4;
  private static final int FLAGS = 5;
  private static final int OPTIONAL = 6;

  /** The mounts at that very path, the topmost last. */
  public List<MountEntry> at(Path target) {
    String escaped = escape(target.toString());
    return entries(line -> fieldIs(line, TARGET, escaped));
  }

  /** The topmost mount at that very path. */
  public Optional<MountEntry> top(Path target) {
    List<MountEntry> there = at(target);
    return there.isEmpty() ? Optional.empty() : Optional.of(there.getLast());
  }

  /** All mounts of that device's filesystem, or of parts of it. */
  public List<MountEntry> of(DeviceNumber device) {
    String number = device.toString();
    return entries(line -> fieldIs(line, DEVICE, number));
  }

  /** All mounts at or beneath that path, in the order in which they were made. */
  public List<MountEntry> below(Path folder) {
    // By its text: a path of somebody else's may be one that Java cannot name in this locale.
    String escaped = escape(folder.toString());
    String inside = escaped.endsWith("/") ? escaped : escaped + "/";
    return entries(
        line -> fieldIs(line, TARGET, escaped) || text.startsWith(inside, field(line, TARGET)));
  }

  /** The mount that shows that path: of those above it the lowest, and the topmost of these. */
  public Optional<MountEntry> covering(Path path) {
    for (Path folder = path; folder != null; folder = folder.getParent()) {
      Optional<MountEntry> there = top(folder);
      if (there.isPresent()) {
        return there;
      }
    }
    return Optional.empty();
  }

  /** The bind mounts of single files or folders that have that name. */
  public List<MountEntry> ofFilesNamed(String name) {
    String suffix = "/" + escape(name);
    return entries(
        line -> {
          int end = field(line, ROOT + 1) - 1;
          int start = end - suffix.length();
          return start >= field(line, ROOT) && text.startsWith(suffix, start);
        });
  }

  private List<MountEntry> entries(IntPredicate wanted) {
    List<MountEntry> entries = new ArrayList<>();
    for (int line = 0; line < text.length(); line = nextLine(line)) {
      if (wanted.test(line)) {
        entries.add(entry(text.substring(line, nextLine(line)).stripTrailing()));
      }
    }
    return entries;
  }

  private int nextLine(int line) {
    int end = text.indexOf('\n', line);
    return end < 0 ? text.length() : end + 1;
  }

  private boolean fieldIs(int line, int number, String value) {
    int start = field(line, number);
    int end = start + value.length();
    return text.startsWith(value, start) && end < text.length() && text.charAt(end) == ' ';
  }

  private int field(int line, int number) {
    int start = line;
    for (int passed = 0; passed < number; passed++) {
      start = text.indexOf(' ', start) + 1;
    }
    return start;
  }

  private static MountEntry entry(String line) {
    List<String> fields = List.of(line.split(" ", -1));
    // Any number of optional fields comes before the dash.
    int dash = OPTIONAL + fields.subList(OPTIONAL, fields.size()).indexOf("-");
    return new MountEntry(
        DeviceNumber.parse(fields.get(DEVICE)),
        unescape(fields.get(ROOT)),
        Path.of(unescape(fields.get(TARGET))),
        flags(fields.get(FLAGS)),
        unescape(fields.get(dash + 1)),
        flags(fields.get(dash + 3)));
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
