package example.ebs.linux.loop;

import example.ebs.linux.system.Descriptor;
import java.util.List;

/**
 * Loop devices as a seam. Failures name the device or the file.
 *
 * <p>A device stays until it is detached, whoever attached it and whether or not that process still
 * lives. Safe for use by many threads and by many processes at once.
 */
public interface LoopDevices {
  /**
   * Attaches all of a file, or returns the device that it is attached as already, so that no file
   * ever has two.
   *
   * @param file an open regular file, however it was opened; it may be closed afterwards
   * @throws example.ebs.csi.failure.Failure.InvalidRequest when it is no regular file of at least
   *     one sector of 512 bytes
   * @throws example.ebs.csi.failure.Failure.InUse when it is attached with another access, in part,
   *     or twice
   * @throws example.ebs.csi.failure.Failure.InProgress when another process attaches it now
   * @throws example.ebs.csi.failure.Failure.PreconditionFailed when this machine has no loop
   *     devices, or this process may not use them
   */
  LoopDevice attach(Descriptor file, Access access);

  /** The devices that a file is attached as, whatever its name was then and is now. */
  List<LoopDevice> of(Descriptor file);

  /**
   * Detaches; returns if the device is free already, or another file's by now.
   *
   * @throws example.ebs.csi.failure.Failure.InUse while it is mounted or open; where it was merely
   *     open, the kernel detaches it as soon as it is closed
   */
  void detach(LoopDevice device);
}
