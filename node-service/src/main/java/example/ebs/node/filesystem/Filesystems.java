package example.ebs.node.filesystem;

import example.ebs.node.device.Device;

/** Filesystems on devices, as a seam. Failures name the device. */
public interface Filesystems {
  /** Looks at a device without changing it. */
  DeviceContent read(Device device);

  /**
   * Makes a filesystem on a blank device, or finishes one that an earlier call began.
   *
   * @throws example.ebs.csi.failure.Failure.PreconditionFailed when anything else is there
   */
  void format(Device device, FilesystemType type);

  /**
   * Forgets that a filesystem was begun on the device, so that what is written there from now on is
   * never taken for what an interrupted format left. A device that is read-only stays as it is.
   */
  void forgetFormatting(Device device);

  /**
   * Repairs what can be repaired without loss, on a device that is not mounted.
   *
   * @throws example.ebs.csi.failure.Failure.PreconditionFailed when that does not suffice
   */
  void check(Device device, FilesystemType type);
}
