package example.ebs.command.demo.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process can hold a directory to its size with. */
public enum Limits {
  /** Project quota, or an image behind a loop device. */
  DISK,
  /** Nothing but a tmpfs: in a user namespace, nobody may set quotas or attach loop devices. */
  MEMORY;

  /** Why a story leaves out the limits on disk. */
  static final String WHY_NONE =
      "no limit on disk here: in a user namespace nobody may set quotas or attach loop devices;"
          + " as root it would hold";

  private static final Path MAP = Path.of("/proc/self/uid_map");
  private static final String WHOLE = "0 0 4294967295";

  /** Asks the kernel. */
  public static Limits ofThisProcess() {
    try {
      String map = Files.readString(MAP).strip().replaceAll("\\s+", " ");
      return map.equals(WHOLE) ? DISK : MEMORY;
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read " + MAP + "; is /proc mounted?", unreadable);
    }
  }
}
