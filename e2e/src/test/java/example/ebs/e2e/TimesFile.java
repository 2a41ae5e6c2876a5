package example.ebs.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;

/**
 * The file to which the examples' container adds a line every second, as it is seen on the machine
 * itself: also while nobody else can be asked.
 */
record TimesFile(KindNode machine, String path) {
  /** That of a running pod, on the volume of one of its claims. */
  static TimesFile of(Cluster cluster, KindNode machine, String podName, String claim) {
    Pod pod = cluster.pods().running(podName);
    return new TimesFile(
        machine,
        "/var/lib/kubelet/pods/%s/volumes/kubernetes.io~csi/%s/mount/times"
            .formatted(Pods.uid(pod), cluster.claims().bound(claim).getMetadata().getName()));
  }

  /** Waits until the container has written so many more lines. */
  void untilMore(int lines) {
    int before = lines();
    var _ =
        Eventually.matches(
            "the container to write %d more lines to %s".formatted(lines, path),
            Duration.ofMinutes(3),
            this::lines,
            seen -> seen >= before + lines);
  }

  private int lines() {
    return (int) machine.exec("cat", path).lines().count();
  }
}
