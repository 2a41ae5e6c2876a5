package example.ebs.node.publish;

import example.ebs.node.mount.Mounter;
import example.ebs.node.path.TargetPath;
import example.ebs.node.path.Targets;
import example.ebs.node.system.Descriptor;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Makes a staged volume appear at a workload's target path, and disappear again.
 *
 * <p>Keeps no record: what is published is what the mount table shows. The caller holds a lock on
 * the target, and on the volume's publication if the request is exclusive.
 */
public final class VolumePublisher {
  private final FilesystemPublisher filesystems;
  private final DevicePublisher devices;
  private final Mounter mounter;
  private final Targets targets;

  public VolumePublisher(
      FilesystemPublisher filesystems, DevicePublisher devices, Mounter mounter, Targets targets) {
    this.filesystems = filesystems;
    this.devices = devices;
    this.mounter = mounter;
    this.targets = targets;
  }

  /** Publishes the volume; done already is done. */
  public void publish(PublishVolume request) {
    switch (request.kind()) {
      case PublishVolume.Block _ -> devices.publish(request);
      case PublishVolume.Mount mount -> filesystems.publish(request, mount);
    }
  }

  /**
   * Unmounts everything at the target and removes the empty directory or file; nothing there is
   * done already. What publish made and never mounted, because it was killed, goes as well.
   */
  public void unpublish(TargetPath target) {
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
