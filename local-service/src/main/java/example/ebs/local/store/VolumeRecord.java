package example.ebs.local.store;

import example.ebs.csi.model.FilesystemType;
import example.ebs.csi.model.VolumeSize;
import java.util.List;
import java.util.Optional;

/**
 * What is written down of a volume, beside its directory.
 *
 * @param directory the names that lead to it from the root: one, or the pod's UID and another
 * @param pod whose it is; of inline volumes only
 */
public record VolumeRecord(
    VolumeKey key,
    List<String> directory,
    Lifetime lifetime,
    Limit limit,
    Stage stage,
    Optional<PodReference> pod) {
  public VolumeRecord {
    directory = List.copyOf(directory);
  }

  /**
   * To what it is held.
   *
   * @param size empty means that no limit was asked for
   * @param filesystem of an image
   */
  public record Limit(
      EnforcedBy by, Optional<VolumeSize> size, Optional<FilesystemType> filesystem) {}

  /** The same volume, farther. */
  public VolumeRecord at(Stage reached) {
    return new VolumeRecord(key, directory, lifetime, limit, reached, pod);
  }

  /** The directory's path from the root. */
  public String path() {
    return String.join("/", directory);
  }

  @Override
  public String toString() {
    return "volume " + key + " (" + path() + ")";
  }
}
