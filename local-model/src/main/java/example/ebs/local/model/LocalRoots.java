package example.ebs.local.model;

import example.ebs.csi.failure.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What the administrator allows local volumes: where directories may be made, which that exist may
 * be used, and how large those of pods may be.
 *
 * @param general the roots of every node that has no list of its own
 * @param nodes those of single nodes, by their name
 * @param existing prefixes beneath which existing directories may be wrapped
 * @param inline how large the volumes may be that pods declare themselves
 */
public record LocalRoots(
    List<LocalRoot> general,
    Map<String, List<LocalRoot>> nodes,
    List<Path> existing,
    InlineBounds inline) {
  /** Where local volumes lie unless it is said otherwise. */
  public static final Path DEFAULT_FOLDER = Path.of("/var/lib/ebs.example");

  /** The folder of the one root that there is where nobody says which there are. */
  public static final String HOST_PATH_FOLDER = "hostpath";

  private static final RootName DEFAULT_NAME = new RootName("default");

  /** More than any administrator writes, and little to hold. */
  private static final int LONGEST_FILE = 1 << 20;

  public LocalRoots {
    general = List.copyOf(general);
    nodes = Map.copyOf(nodes);
    existing = List.copyOf(existing);
  }

  /**
   * The folder of everything that nobody says otherwise of, as it was given.
   *
   * @throws IllegalArgumentException unless it is written as paths in the administrator's file are
   */
  public static Path folder(String text) {
    return PlainPath.parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "wants an absolute path without . and .. in it, and not /, and was given '%s'"
                        .formatted(text)));
  }

  /** Without a file: one root beneath that folder, and nothing may be wrapped. */
  public static LocalRoots standard(Path folder) {
    LocalRoot root = new LocalRoot(DEFAULT_NAME, folder.resolve(HOST_PATH_FOLDER), 1);
    return new LocalRoots(List.of(root), Map.of(), List.of(), InlineBounds.NONE);
  }

  /**
   * Reads the administrator's file.
   *
   * @param folder in which the root is that there is when the file names none
   * @throws Failure.InvalidRequest saying what is wrong with it, and where
   */
  public static LocalRoots read(Path file, Path folder) {
    try {
      if (Files.size(file) > LONGEST_FILE) {
        throw new Failure.InvalidRequest(file + " is too long for a list of roots");
      }
      return parse(Files.readString(file, StandardCharsets.UTF_8), folder);
    } catch (IOException failed) {
      throw new Failure.InvalidRequest(
          file + " cannot be read: " + String.valueOf(failed.getMessage()), failed);
    } catch (Failure.InvalidRequest wrong) {
      throw new Failure.InvalidRequest(file + ": " + wrong.getMessage(), wrong);
    }
  }

  /**
   * Reads what such a file holds.
   *
   * @throws Failure.InvalidRequest saying what is wrong with it, and where
   */
  public static LocalRoots parse(String json, Path folder) {
    return LocalRootsFile.parse(json, folder);
  }

  /** The roots of a node. */
  public List<LocalRoot> of(String node) {
    return Optional.ofNullable(nodes.get(node)).orElse(general);
  }

  /**
   * Those of a node's roots that a class chose.
   *
   * @param names empty means all
   * @throws Failure.InvalidRequest when the node has no root of one of these names
   */
  public List<LocalRoot> chosen(String node, List<RootName> names) {
    List<LocalRoot> all = of(node);
    List<LocalRoot> chosen = new ArrayList<>();
    for (RootName name : names) {
      chosen.add(
          all.stream()
              .filter(root -> root.name().equals(name))
              .findAny()
              .orElseThrow(() -> unknown(name, node, all)));
    }
    return names.isEmpty() ? all : chosen;
  }

  /**
   * Whether the administrator allows that an existing directory is used; links are not resolved.
   */
  public boolean mayWrap(Path path) {
    return existing.stream().anyMatch(path::startsWith);
  }

  private static Failure unknown(RootName name, String node, List<LocalRoot> all) {
    return new Failure.InvalidRequest(
        "there is no root \"%s\" on node %s, whose roots are %s; choose one of them, or have the administrator add it"
            .formatted(
                name, node, new TreeSet<>(all.stream().map(root -> root.name().value()).toList())));
  }
}
