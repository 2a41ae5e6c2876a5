package example.ebs.linux.loop;

import example.ebs.linux.device.Device;
import example.ebs.linux.device.DeviceNumber;
import example.ebs.linux.system.LoopStatus;
import java.nio.file.Path;

/** A device that has a file, and what the kernel said of it. */
record AttachedLoop(LoopDevice device, LoopStatus status) {
  static AttachedLoop of(Path node, DeviceNumber number, LoopStatus status) {
    return new AttachedLoop(
        new LoopDevice(
            new Device(node, number, status.readOnly()),
            new BackingFile(status.device(), status.inode())),
        status);
  }

  boolean isSame(LoopDevice other) {
    return device.device().number().equals(other.device().number())
        && device.file().equals(other.file());
  }

  String words() {
    return !status.whole()
        ? "attached in part"
        : status.readOnly() ? "read-only" : "attached for writing";
  }
}
