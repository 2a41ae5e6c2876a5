package example.ebs.local.model;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a PersistentVolume tells its node about a local volume.
 *
 * @param size to which the volume is to be held; empty means that no limit was asked for
 */
public record LocalVolumeContext(
    Source source, Optional<VolumeSize> size, Enforcement enforcement) {
  private static final String WHAT = "volume_context:";
  private static final String DIRECTORY = "directory";
  private static final String SIZE = "size";
  private static final List<String> KNOWN =
      List.of(
          Words.MODE,
          DIRECTORY,
          SIZE,
          Words.ENFORCE,
          Words.ROOTS,
          Words.OWNER,
          Words.GROUP,
          Words.PERMISSIONS,
          Words.PATH,
          Words.READ_ONLY,
          Words.MEDIUM);

  /** Where what the workload sees lies. */
  public sealed interface Source {}

  /** A directory that lives as long as the claim. */
  public record HostPath(NewDirectory directory) implements Source {}

  /** A directory of somebody else's, which is neither made nor changed nor ever deleted. */
  public record Existing(Path path, boolean readOnly) implements Source {}

  /**
   * A directory that is emptied whenever the last workload of its node is done with it.
   *
   * @param inMemory whether it is a tmpfs
   */
  public record EmptyDir(NewDirectory directory, boolean inMemory) implements Source {}

  public LocalMode mode() {
    return switch (source) {
      case HostPath _, Existing _ -> LocalMode.HOST_PATH;
      case EmptyDir _ -> LocalMode.EMPTY_DIR;
    };
  }

  /**
   * Reads the map. Keys of the kubelet ({@code csi.storage.k8s.io/…}) and of provisioners ({@code
   * storage.kubernetes.io/…}) are ignored.
   *
   * @throws Failure.InvalidRequest when a key is unknown, or a value cannot be read
   */
  public static LocalVolumeContext fromMap(Map<String, String> map) {
    Words words = new Words(WHAT, map).requireKnown(KNOWN);
    return new LocalVolumeContext(source(words), words.bytes(SIZE), words.enforcement());
  }

  private static Source source(Words words) {
    LocalMode mode =
        words
            .oneOf(Words.MODE, LocalMode.values())
            .orElseThrow(
                () -> new Failure.InvalidRequest(WHAT + " mode is missing; hostPath or emptyDir"));
    return switch (mode) {
      case HOST_PATH -> {
        words.refuse("mode hostPath", Words.MEDIUM);
        yield words.path(Words.PATH).isPresent() ? existing(words) : hostPath(words);
      }
      case EMPTY_DIR -> {
        words.refuse("mode emptyDir", Words.PATH, Words.READ_ONLY);
        yield new EmptyDir(directory(words), words.inMemory());
      }
    };
  }

  private static Source existing(Words words) {
    words.refuse(
        Words.PATH, DIRECTORY, SIZE, Words.ROOTS, Words.OWNER, Words.GROUP, Words.PERMISSIONS);
    return new Existing(words.path(Words.PATH).orElseThrow(), words.flag(Words.READ_ONLY));
  }

  private static Source hostPath(Words words) {
    words.refuse("a directory that is made, only with path", Words.READ_ONLY);
    return new HostPath(directory(words));
  }

  private static NewDirectory directory(Words words) {
    return new NewDirectory(words.directory(DIRECTORY), words.roots(Words.ROOTS), words.access());
  }

  /** The map as it travels. */
  public Map<String, String> toMap() {
    Map<String, String> map = new TreeMap<>();
    map.put(Words.MODE, mode().toString());
    map.put(Words.ENFORCE, enforcement.toString());
    size.ifPresent(limit -> map.put(SIZE, Long.toString(limit.bytes())));
    switch (source) {
      case HostPath made -> put(map, made.directory());
      case Existing existing -> {
        map.put(Words.PATH, existing.path().toString());
        map.put(Words.READ_ONLY, Boolean.toString(existing.readOnly()));
      }
      case EmptyDir made -> {
        put(map, made.directory());
        if (made.inMemory()) {
          map.put(Words.MEDIUM, Words.MEMORY);
        }
      }
    }
    return map;
  }

  private static void put(Map<String, String> map, NewDirectory directory) {
    map.put(DIRECTORY, directory.name().value());
    if (!directory.roots().isEmpty()) {
      map.put(
          Words.ROOTS, String.join(",", directory.roots().stream().map(RootName::value).toList()));
    }
    DirectoryAccess access = directory.access();
    access.owner().ifPresent(owner -> map.put(Words.OWNER, Long.toString(owner)));
    access.group().ifPresent(group -> map.put(Words.GROUP, Long.toString(group)));
    access.permissions().ifPresent(bits -> map.put(Words.PERMISSIONS, String.format("%04o", bits)));
  }
}
