package example.ebs.local;

import example.ebs.local.model.LocalDriver;
import example.ebs.local.model.LocalRoots;
import java.nio.file.Path;

/**
 * What the service of local volumes has to be told.
 *
 * @param node under which Kubernetes knows this node
 * @param folder of the driver's own, for inline volumes and notes; absolute
 * @param roots where volumes of claims may lie
 * @param kubeletDirectory the only folder beneath which target paths are accepted; {@code /}
 *     accepts any
 */
public record LocalNodeConfig(
    LocalDriver driver, String node, Path folder, LocalRoots roots, Path kubeletDirectory) {
  public LocalNodeConfig {
    if (!folder.isAbsolute() || !kubeletDirectory.isAbsolute()) {
      throw new IllegalArgumentException(
          "the folder of local volumes and the kubelet directory must be absolute: "
              + folder
              + ", "
              + kubeletDirectory);
    }
    if (node.isBlank()) {
      throw new IllegalArgumentException("a node of local volumes needs a name");
    }
  }
}
