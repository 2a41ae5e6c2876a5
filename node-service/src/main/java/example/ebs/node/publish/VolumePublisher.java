package example.ebs.node.publish;

import example.ebs.csi.model.VolumeId;
import example.ebs.node.mount.VolumeMounts;
import example.ebs.node.path.TargetPath;

/**
 * Makes a staged volume appear at a workload's target path, and disappear again.
 *
 * <p>Keeps no record: what is published is what the mount table shows. The caller holds a lock on
 * the target, and on the volume's publication if the request is exclusive.
 */
public final class VolumePublisher {
  private final FilesystemPublisher filesystems;
  private final DevicePublisher devices;
  private final VolumeMounts mounts;

  public VolumePublisher(
      FilesystemPublisher filesystems, DevicePublisher devices, VolumeMounts mounts) {
    this.filesystems = filesystems;
    this.devices = devices;
    this.mounts = mounts;
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
   */
  public void unpublish(VolumeId volume, TargetPath target) {
    mounts.clear(volume, target);
  }
}
