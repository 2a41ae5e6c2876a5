package example.ebs.provisioner.local;

import example.ebs.local.model.LocalDriver;
import example.ebs.provisioner.cluster.Cluster;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many local volumes each node has: those that the watch has shown, and those that were planned
 * and may not show yet. Kept up by each change, so that no claim has to look at all volumes.
 */
final class VolumesByNode {
  private final LocalDriver names;
  private final Map<String, String> nodes = new ConcurrentHashMap<>();

  VolumesByNode(LocalDriver names) {
    this.names = names;
  }

  /** Follows the volumes from now on; before the cluster's watches start. */
  void watch(Cluster cluster) {
    cluster
        .volumes()
        .onChange((_, volume) -> show(volume), volume -> remove(volume.getMetadata().getName()));
  }

  void plan(String volume, String node) {
    nodes.put(volume, node);
  }

  /** It was not written after all, or has gone. */
  void remove(String volume) {
    nodes.remove(volume);
  }

  /** By node; of a node without any nothing is said. */
  Map<String, Integer> counts() {
    Map<String, Integer> counts = new HashMap<>();
    nodes.values().forEach(node -> counts.merge(node, 1, Integer::sum));
    return counts;
  }

  private void show(PersistentVolume volume) {
    LocalVolume.of(volume, names)
        .ifPresent(local -> nodes.put(volume.getMetadata().getName(), local.node()));
  }
}
