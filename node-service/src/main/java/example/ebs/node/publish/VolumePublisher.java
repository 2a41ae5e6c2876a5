package example.ebs.node.publish;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeId;
import example.ebs.linux.path.TargetPath;
import example.ebs.node.use.VolumeMounts;
import example.ebs.node.use.VolumeUses;

/**
 * Makes a staged volume appear at a workload's target path, and disappear again.
 *
 * <p>Keeps no record: what is published is what the mount table shows. The caller holds a lock on
 * the target, and on the volume's publications if the request must see all others; and to take away
 * what is not beneath the kubelet's pods, on the volume.
 */
public final class VolumePublisher {
  private final FilesystemPublisher filesystems;
  private final DevicePublisher devices;
  private final VolumeMounts mounts;
  private final VolumeUses uses;

  public VolumePublisher(
      FilesystemPublisher filesystems,
      DevicePublisher devices,
      VolumeMounts mounts,
      VolumeUses uses) {
    this.filesystems = filesystems;
    this.devices = devices;
    this.mounts = mounts;
    this.uses = uses;
  }

  /** Publishes the volume; done already is done. */
  public void publish(PublishVolume request) {
    switch (request.kind()) {
      case PublishVolume.Block _ -> devices.publish(request);
      case PublishVolume.Mount mount -> filesystems.publish(request, mount);
    }
  }

  /**
   * Takes away all that publishing the volume left at the target; nothing there is done already.
   *
   * @throws Failure.InUse when the volume is staged there, and is at a target still
   */
  public void unpublish(VolumeId volume, TargetPath target) {
    if (!target.isOfPod()) {
      uses.requireNoStaging(volume, target);
    }
    mounts.clear(volume, target);
  }
}
