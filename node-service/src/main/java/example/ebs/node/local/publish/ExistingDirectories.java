package example.ebs.node.local.publish;

import example.ebs.csi.failure.Failure;
import example.ebs.node.local.store.Stores;
import example.ebs.node.path.Place;
import example.ebs.node.path.TargetPath;
import example.ebs.node.path.Targets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Directories of somebody else's that the administrator allows to be used. They are opened, and
 * never made, changed or removed.
 *
 * @param kubelet the kubelet's folder, which holds other pods' volumes
 */
record ExistingDirectories(Stores stores, Path kubelet, Targets targets) {
  private static final Path TOP = Path.of("/");

  /**
   * Opens the directory, following no symbolic link on the way.
   *
   * @throws Failure.PreconditionFailed when it is not allowed, or not there
   */
  Place open(PublishLocal request, Path path) {
    if (!stores.roots().mayWrap(path)) {
      throw new Failure.PreconditionFailed(
          "%s is to show %s, and this installation allows existing directories only beneath %s; the administrator adds a prefix to \"existing\" in the file of --local-config"
              .formatted(request, path, stores.roots().existing()));
    }
    boolean ofKubelet =
        !kubelet.equals(TOP) && (path.startsWith(kubelet) || kubelet.startsWith(path));
    if (ofKubelet || stores.overlaps(path)) {
      throw new Failure.PreconditionFailed(
          "%s is to show %s, where volumes of others lie; choose a directory apart from the roots and from the kubelet's folder"
              .formatted(request, path));
    }
    List<String> names = new ArrayList<>();
    path.forEach(name -> names.add(name.toString()));
    return targets
        .existingDirectory(new TargetPath(TOP, names))
        .orElseThrow(
            () ->
                new Failure.PreconditionFailed(
                    "%s is to show %s, which is not there on this node; make it"
                        .formatted(request, path)));
  }
}
