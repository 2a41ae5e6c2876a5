package example.ebs.local.volume;

import example.ebs.csi.model.FilesystemType;
import example.ebs.csi.model.VolumeSize;
import example.ebs.local.model.DirectoryAccess;
import example.ebs.local.model.Enforcement;
import example.ebs.local.model.RootName;
import example.ebs.local.store.Lifetime;
import example.ebs.local.store.PodReference;
import example.ebs.local.store.VolumeKey;
import java.util.List;
import java.util.Optional;

/**
 * A volume as a request wants it.
 *
 * @param directory the names that lead to it from its root
 */
public record WantedVolume(
    VolumeKey key, List<String> directory, Owner owner, DirectoryAccess access, WantedLimit limit) {
  public WantedVolume {
    directory = List.copyOf(directory);
  }

  /** Whose it is. */
  public sealed interface Owner {}

  /**
   * A claim's.
   *
   * @param roots among which it may lie; empty means all that the node has
   */
  public record OfClaim(Lifetime lifetime, List<RootName> roots) implements Owner {
    public OfClaim {
      roots = List.copyOf(roots);
    }
  }

  /** A pod's that declared it itself. */
  public record OfPod(PodReference pod) implements Owner {}

  /** As what it appears. */
  public enum Form {
    DIRECTORY,
    MEMORY,
    DEVICE
  }

  /**
   * How it is to be held to its size.
   *
   * @param size empty means that no limit was asked for
   * @param filesystem of an image; empty means the node's choice
   */
  public record WantedLimit(
      Form form,
      Enforcement enforcement,
      Optional<VolumeSize> size,
      Optional<FilesystemType> filesystem) {}

  /** The same, held otherwise. */
  WantedVolume with(WantedLimit other) {
    return new WantedVolume(key, directory, owner, access, other);
  }

  Lifetime lifetime() {
    return switch (owner) {
      case OfClaim claim -> claim.lifetime();
      case OfPod _ -> Lifetime.POD;
    };
  }

  Optional<PodReference> pod() {
    return switch (owner) {
      case OfClaim _ -> Optional.empty();
      case OfPod pod -> Optional.of(pod.pod());
    };
  }

  @Override
  public String toString() {
    return "volume " + key + " (" + String.join("/", directory) + ")";
  }
}
