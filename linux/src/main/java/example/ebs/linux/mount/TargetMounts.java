package example.ebs.linux.mount;

import example.ebs.linux.path.TargetPath;
import example.ebs.linux.path.Targets;
import example.ebs.linux.system.Descriptor;
import java.nio.file.Path;
import java.util.Optional;

/** Takes away what publishing a local volume left at a target. */
public record TargetMounts(Mounter mounter, Targets targets) {

  /**
   * Unmounts everything at the target and removes the empty directory or file; nothing there is
   * done already. What publish made and never mounted, because it was killed, goes as well.
   */
  public void clear(TargetPath target) {
    Optional<Descriptor> found = targets.parent(target);
    if (found.isEmpty()) {
      return;
    }
    try (Descriptor parent = found.get()) {
      unmountAll(parent.path().resolve(target.name()), target.toString());
      targets.remove(target, parent);
    }
  }

  /** Asks the kernel until it says no, which takes less than to read its table once. */
  private void unmountAll(Path target, String name) {
    while (mounter.unmount(target, name)) {
      // Another one may lie beneath.
    }
  }
}
