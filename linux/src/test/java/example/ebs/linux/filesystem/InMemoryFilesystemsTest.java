package example.ebs.linux.filesystem;

import example.ebs.linux.device.Device;
import example.ebs.linux.device.DeviceNumber;
import java.nio.file.Path;

/** The fake keeps what the contract promises. */
final class InMemoryFilesystemsTest extends FilesystemsContract {
  private final InMemoryFilesystems filesystems = new InMemoryFilesystems();

  @Override
  Filesystems filesystems() {
    return filesystems;
  }

  @Override
  VolumeDevice device(Path directory, boolean blank, boolean readOnly) {
    DeviceNumber number = new DeviceNumber(7, 0);
    if (!blank) {
      filesystems.put(number, new DeviceContent.Other("data"));
    }
    return new VolumeDevice(
        new Device(directory.resolve("device"), number, readOnly), Image.VOLUME);
  }
}
