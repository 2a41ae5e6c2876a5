package example.ebs.node.device;

import example.ebs.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.Optional;

/** What tells of a device which volume it is. */
@FunctionalInterface
interface DeviceWord {
  /**
   * The volume, if this can tell it.
   *
   * @param device the folder of a whole device in {@code /sys}, maybe by a symbolic link
   */
  Optional<VolumeId> volume(Path device);
}
