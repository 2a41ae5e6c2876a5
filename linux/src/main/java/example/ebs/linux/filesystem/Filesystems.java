package example.ebs.linux.filesystem;

import example.ebs.csi.model.FilesystemType;

/** Filesystems on devices, as a seam. Failures name the device. */
public interface Filesystems {
  /** Looks at a device without changing it. */
  DeviceContent read(VolumeDevice device);

  /**
   * Makes a filesystem on a blank device, or finishes one that an earlier call began.
   *
   * @throws example.ebs.csi.failure.Failure.PreconditionFailed when anything else is there
   */
  void format(VolumeDevice device, FilesystemType type);

  /**
   * Forgets that a filesystem was begun on the device, so that what is written there from now on is
   * never taken for what an interrupted format left. Where no format of ours was begun, or the
   * device is read-only, nothing is written.
   */
  void forgetFormatting(VolumeDevice device);

  /**
   * Repairs what can be repaired without loss, on a device that is not mounted.
   *
   * @throws example.ebs.csi.failure.Failure.PreconditionFailed when that does not suffice
   */
  void check(VolumeDevice device, FilesystemType type);
}
