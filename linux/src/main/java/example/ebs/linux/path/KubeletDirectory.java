package example.ebs.linux.path;

import example.ebs.csi.failure.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The only folder beneath which staging and target paths are accepted.
 *
 * <p>It may itself be a symbolic link, which the administrator made; below it no link is followed.
 *
 * @param directory absolute; {@code /} accepts any path
 */
public record KubeletDirectory(Path directory) {
  private static final int LONGEST_NAME = 255;

  public KubeletDirectory {
    if (!directory.isAbsolute()) {
      throw new IllegalArgumentException("the kubelet directory must be absolute: " + directory);
    }
    directory = directory.normalize();
  }

  /**
   * The path as a place beneath this folder.
   *
   * @param field the request's field, for the message
   * @throws Failure.InvalidRequest when it is relative, holds {@code ..} or lies elsewhere
   */
  public TargetPath parse(String field, String text) {
    Path path = absolute(field, text);
    if (!path.startsWith(directory) || path.equals(directory)) {
      throw new Failure.InvalidRequest(
          field + " " + text + " does not lie beneath " + directory + ", the kubelet directory");
    }
    List<String> names = new ArrayList<>();
    directory.relativize(path).forEach(name -> names.add(name.toString()));
    requireShort(field, names);
    return new TargetPath(real(), names);
  }

  private static void requireShort(String field, List<String> names) {
    for (String name : names) {
      if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
        throw new Failure.InvalidRequest(
            field + " has a name that is too long; Linux allows " + LONGEST_NAME + " bytes");
      }
    }
  }

  private static Path absolute(String field, String text) {
    try {
      Path path = Path.of(text);
      if (path.isAbsolute() && path.normalize().equals(path)) {
        return path;
      }
    } catch (InvalidPathException invalid) {
      throw new Failure.InvalidRequest(field + " is not a path", invalid);
    }
    throw new Failure.InvalidRequest(
        field + " must be an absolute path without . or .., and it is " + text);
  }

  private Path real() {
    try {
      return directory.toRealPath();
    } catch (IOException missing) {
      throw new Failure.PreconditionFailed(
          "the kubelet directory " + directory + " cannot be resolved; mount it here", missing);
    }
  }
}
