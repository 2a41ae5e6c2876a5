package example.ebs.linux.mount;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Mount tables of tests. */
public final class MountTables {
  private MountTables() {}

  /** A table with that text. */
  public static MountTable of(String text) {
    return new MountTable(() -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** All mounts at that very path, the topmost last. */
  public static List<MountEntry> at(MountTable table, Path target) {
    return table.below(target).stream().filter(mount -> mount.target().equals(target)).toList();
  }
}
