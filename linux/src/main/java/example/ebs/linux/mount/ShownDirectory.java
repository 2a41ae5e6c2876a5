package example.ebs.linux.mount;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A directory by what the mount table knows it by, so that its bind mounts are found whatever their
 * targets are called.
 *
 * @param table in which it was found
 * @param mount the mount that shows it
 * @param root its path within that filesystem
 */
public record ShownDirectory(MountTable table, MountEntry mount, String root) {

  /** Looks for a directory by its real path. */
  public static Optional<ShownDirectory> of(MountTable table, Path directory) {
    return table.covering(directory).map(mount -> of(table, mount, directory));
  }

  private static ShownDirectory of(MountTable table, MountEntry mount, Path directory) {
    String inside = mount.target().relativize(directory).toString();
    String folder = mount.isWhole() ? "" : mount.root();
    String root = inside.isEmpty() ? mount.root() : folder + "/" + inside;
    return new ShownDirectory(table, mount, root);
  }

  /** Whether that mount shows exactly this directory. */
  public boolean isShownBy(MountEntry other) {
    return other.device().equals(mount.device()) && other.root().equals(root);
  }

  /** Whether one is the other, or lies in it, whatever mounts show them. */
  public boolean overlaps(ShownDirectory other) {
    return mount.device().equals(other.mount.device())
        && (isIn(root, other.root) || isIn(other.root, root));
  }

  private static boolean isIn(String path, String folder) {
    return path.equals(folder) || path.startsWith(folder.endsWith("/") ? folder : folder + "/");
  }

  /**
   * The first mount of this directory, or of a part of it, that is as wanted; never the one that
   * shows it.
   *
   * @param directory where it lies itself
   */
  public Optional<MountEntry> elsewhere(Path directory, Predicate<MountEntry> wanted) {
    return table.firstOf(
        mount.device(),
        other ->
            isIn(other.root(), root)
                && !directory.startsWith(other.target())
                && wanted.test(other));
  }
}
