package example.ebs.controller.volume;

import example.ebs.csi.failure.Failure;
import java.nio.charset.StandardCharsets;

/** Checks the name that a caller gives a volume (CSI 1.13, CreateVolumeRequest.name). */
final class VolumeName {
  private static final int MOST_BYTES = 128;

  private VolumeName() {}

  static String check(String name) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MOST_BYTES) {
      throw new Failure.InvalidRequest(
          "name must have at most %d bytes, and has %d".formatted(MOST_BYTES, bytes));
    }
    name.chars()
        .filter(VolumeName::isForbidden)
        .findFirst()
        .ifPresent(
            character -> {
              throw new Failure.InvalidRequest(
                  "name must not have control characters, and has U+%04X".formatted(character));
            });
    return name;
  }

  /** Control characters, of which CSI allows tab, line feed and carriage return. */
  private static boolean isForbidden(int character) {
    return Character.isISOControl(character)
        && character != '\t'
        && character != '\n'
        && character != '\r';
  }

  /** As a log may show it: a name may hold line breaks, and a log line must not. */
  static String onOneLine(String name) {
    return name.replaceAll("\\p{Cntrl}", "?");
  }
}
