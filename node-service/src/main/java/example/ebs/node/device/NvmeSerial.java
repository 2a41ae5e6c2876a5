package example.ebs.node.device;

import example.ebs.csi.model.VolumeId;
import example.ebs.linux.device.SystemFile;
import java.nio.file.Path;
import java.util.Optional;

/** The serial that EBS gives to the NVMe disk of a volume: its id without the dash. */
record NvmeSerial() implements DeviceWord {
  private static final String PREFIX = "vol";

  @Override
  public Optional<VolumeId> volume(Path device) {
    return SystemFile.read(device.resolve("device/serial"))
        .filter(serial -> serial.startsWith(PREFIX))
        .flatMap(serial -> VolumeId.parse("vol-" + serial.substring(PREFIX.length())));
  }
}
