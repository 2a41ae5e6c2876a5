package example.ebs.linux.path;

import java.nio.file.Path;
import java.util.List;

/**
 * A path beneath a trusted root, name by name.
 *
 * @param root real, with no symbolic link in it
 * @param names at least one; none of them is {@code ..}
 */
public record TargetPath(Path root, List<String> names) {
  public TargetPath {
    names = List.copyOf(names);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a target must lie beneath " + root);
    }
  }

  /** Whether it lies where the kubelet has the targets of pods and no staging path. */
  public boolean isOfPod() {
    return names.size() > 1 && names.getFirst().equals("pods");
  }

  /** The whole path, as the kernel's mount table shows it. */
  public Path path() {
    return root.resolve(String.join("/", names));
  }

  /** The folder in which it lies. */
  Path folder() {
    return root.resolve(String.join("/", parents()));
  }

  /** The last name. */
  public String name() {
    return names.getLast();
  }

  List<String> parents() {
    return names.subList(0, names.size() - 1);
  }

  @Override
  public String toString() {
    return path().toString();
  }
}
