package example.ebs.e2e;

import java.util.List;

/** The mounts of one volume on a node, as the node service sees them. */
record NodeMounts(Cluster cluster, String node) {
  /** One mount: where, which device by its numbers, which filesystem. */
  record Mount(String target, String device, String filesystem) {}

  /** The kubelet's own mount of a volume, and the pods' mounts of the same device. */
  List<Mount> of(String podUid, String persistentVolume) {
    String inPod =
        "/var/lib/kubelet/pods/%s/volumes/kubernetes.io~csi/%s/mount"
            .formatted(podUid, persistentVolume);
    List<Mount> all = all();
    String device =
        all.stream()
            .filter(mount -> mount.target().equals(inPod))
            .map(Mount::device)
            .findFirst()
            .orElseThrow(() -> new AssertionError(node + " has no mount " + inPod + ": " + all));
    return all.stream().filter(mount -> mount.device().equals(device)).toList();
  }

  /** The UUID that mkfs gave the filesystem. */
  String filesystemId(Mount mount) {
    return cluster
        .nodes()
        .exec(
            node,
            "findmnt",
            "--noheadings",
            "--first-only",
            "--output=UUID",
            "--mountpoint=" + mount.target());
  }

  private List<Mount> all() {
    return cluster
        .nodes()
        .exec(node, "findmnt", "--list", "--noheadings", "--output=TARGET,MAJ:MIN,FSTYPE")
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words.length == 3)
        .map(words -> new Mount(words[0], words[1], words[2]))
        .toList();
  }
}
