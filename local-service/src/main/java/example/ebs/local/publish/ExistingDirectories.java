package example.ebs.local.publish;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.mount.MountTable;
import example.ebs.linux.mount.ShownDirectory;
import example.ebs.linux.path.Place;
import example.ebs.linux.path.TargetPath;
import example.ebs.linux.path.Targets;
import example.ebs.local.store.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Directories of somebody else's that the administrator allows to be used. They are opened, and
 * never made, changed or removed.
 *
 * <p>What an administrator wrote, a prefix or a root, may be or hold a symbolic link, and is taken
 * for what it leads to; beneath a prefix no link is followed. What counts is what a directory is,
 * so that one of the driver's own is refused by whatever name or mount it is reached.
 *
 * @param kubelet the kubelet's folder, which holds other pods' volumes
 */
record ExistingDirectories(Stores stores, Path kubelet, Targets targets) {
  private static final Path TOP = Path.of("/");

  /**
   * Opens the directory; its place says where it really is.
   *
   * @param table what is mounted now
   * @throws Failure.PreconditionFailed when it is not allowed, or not there
   */
  Place open(PublishLocal request, Path path, MountTable table) {
    Path real = real(request, path);
    if (guarded().anyMatch(folder -> overlap(table, folder, real))) {
      throw new Failure.PreconditionFailed(
          "%s is to show %s, where volumes of others lie; choose a directory apart from the roots and from the kubelet's folder"
              .formatted(request, path));
    }
    List<String> names = new ArrayList<>();
    real.forEach(name -> names.add(name.toString()));
    Optional<Place> found =
        names.isEmpty() ? Optional.empty() : targets.existingDirectory(new TargetPath(TOP, names));
    return found.orElseThrow(
        () ->
            new Failure.PreconditionFailed(
                "%s is to show %s, which is not there on this node; make it"
                    .formatted(request, path)));
  }

  /** The path with its prefix as what that leads to. */
  private Path real(PublishLocal request, Path path) {
    return stores.roots().existing().stream()
        .filter(path::startsWith)
        .map(prefix -> real(prefix).resolve(prefix.relativize(path)).normalize())
        .findFirst()
        .orElseThrow(
            () ->
                new Failure.PreconditionFailed(
                    "%s is to show %s, and this installation allows existing directories only beneath these prefixes: %s; the administrator adds one to \"existing\" in the file of --local-config"
                        .formatted(request, path, stores.roots().existing())));
  }

  /** The folders that nobody may be shown through this. */
  private Stream<Path> guarded() {
    Stream<Path> own = stores.folders().stream();
    // A kubelet's folder that is everything stands for one that nobody named.
    return (kubelet.equals(TOP) ? own : Stream.concat(own, Stream.of(kubelet)))
        .map(ExistingDirectories::real);
  }

  /** What a path leads to; of what is not there yet, where it would be. */
  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException missing) {
      Path parent = path.getParent();
      return parent == null ? path : real(parent).resolve(String.valueOf(path.getFileName()));
    }
  }

  /** Whether one lies in the other, by their paths or in the filesystem that shows both. */
  private static boolean overlap(MountTable table, Path one, Path other) {
    if (one.startsWith(other) || other.startsWith(one)) {
      return true;
    }
    Optional<ShownDirectory> shown = ShownDirectory.of(table, one);
    return shown.isPresent()
        && ShownDirectory.of(table, other).filter(shown.get()::overlaps).isPresent();
  }
}
