package example.ebs.local.leftover;

import example.ebs.csi.failure.Failure;
import example.ebs.local.InlineVolume;
import example.ebs.local.LocalVolumes;
import example.ebs.local.store.PodReference;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the inline volumes that are left over: neither the kubelet has a folder of their pod nor
 * Kubernetes has the pod, and both were so at the sweep before. No answer means that they are kept.
 *
 * <p>Used by one thread.
 */
public final class LeftoverSweep {
  private static final Logger LOG = LoggerFactory.getLogger(LeftoverSweep.class);

  private final LocalVolumes volumes;
  private final PodFolders folders;
  private final NodePods pods;
  private Set<InlineVolume> suspects = Set.of();

  public LeftoverSweep(LocalVolumes volumes, PodFolders folders, NodePods pods) {
    this.volumes = volumes;
    this.folders = folders;
    this.pods = pods;
  }

  /**
   * Looks once at all that are there.
   *
   * @throws Failure when nobody answers; all are kept, and the next sweep begins anew
   */
  void sweep() {
    Set<InlineVolume> before = suspects;
    suspects = Set.of();
    Set<InlineVolume> now = found();
    suspects = Set.copyOf(now);
    now.stream().filter(before::contains).forEach(this::remove);
  }

  private Set<InlineVolume> found() {
    List<InlineVolume> orphans =
        volumes.emptyDirs().stream().filter(each -> folders.lack(each.pod().uid())).toList();
    if (orphans.isEmpty()) {
      return Set.of();
    }
    Set<String> alive = pods.uids();
    Set<InlineVolume> found = new HashSet<>();
    for (InlineVolume orphan : orphans) {
      if (!alive.contains(orphan.pod().uid()) && !exists(orphan.pod())) {
        found.add(orphan);
      }
    }
    return found;
  }

  private boolean exists(PodReference pod) {
    boolean named = !pod.namespace().isEmpty() && !pod.name().isEmpty();
    return named && pods.exists(pod);
  }

  private void remove(InlineVolume leftover) {
    try {
      volumes.removeEmptyDir(leftover);
      LOG.atInfo()
          .addKeyValue("volume", leftover.id())
          .addKeyValue("pod", leftover.pod())
          .log("leftover removed: its pod is gone");
    } catch (Failure notYet) {
      LOG.warn(
          "the leftover {} of pod {} is not removed yet: {}",
          leftover.id(),
          leftover.pod(),
          notYet.getMessage());
    }
  }
}
