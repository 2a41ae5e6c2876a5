package example.ebs.e2e;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The folders of local volumes, as the node service of each node sees them. */
record LocalFolders(Cluster cluster) {
  private static final String ROOT = "/var/lib/ebs.example/";
  private static final Duration SOON = Duration.ofMinutes(1);

  /** Where an inline volume of a pod is. */
  static String ofPod(String uid) {
    return ROOT + "emptydir/" + uid;
  }

  /** Where the volume of a claim is. */
  static String of(PersistentVolume volume) {
    Map<String, String> attributes = volume.getSpec().getCsi().getVolumeAttributes();
    return ROOT
        + "hostpath/"
        + Optional.ofNullable(attributes.get("directory"))
            .orElseThrow(() -> new AssertionError("no directory in " + attributes));
  }

  boolean isThere(String node, String folder) {
    return cluster
        .nodes()
        .exec(node, "sh", "-c", "test -e \"$0\" && echo there || echo not", folder)
        .equals("there");
  }

  void untilGone(String node, String folder) {
    Eventually.holds(
        "folder %s to go from %s".formatted(folder, node), SOON, () -> !isThere(node, folder));
  }

  /** Removes what is retained, as an administrator does. */
  void removeByHand(String node, String folder) {
    var _ = cluster.nodes().exec(node, "rm", "-rf", folder);
  }

  /** The nodes on which a folder is, of those that nobody stops. */
  List<String> nodesWith(String folder) {
    List<String> staying = cluster.nodes().thatStay();
    return cluster.nodes().withANodeService().stream()
        .filter(staying::contains)
        .filter(node -> isThere(node, folder))
        .toList();
  }
}
