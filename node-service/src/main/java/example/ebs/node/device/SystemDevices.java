package example.ebs.node.device;

import example.ebs.csi.model.VolumeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code /sys} says about block devices.
 *
 * <p>A device is identified by its number, not by its node: so whatever a node is called, the proof
 * is about the device that opening the node opens.
 *
 * @param root {@code /sys}
 */
public record SystemDevices(Path root) {
  private static final String DELETED = " (deleted)";
  private static final String IMAGE = ".img";

  /** The volume that a device is, if it says so: an NVMe disk of EBS, or a loop device. */
  public Optional<VolumeId> volume(DeviceNumber number) {
    return volume(directory(number));
  }

  /** Whether the kernel refuses to write to it. */
  public boolean isReadOnly(DeviceNumber number) {
    return read(directory(number).resolve("ro")).equals(Optional.of("1"));
  }

  /** The kernel's names of all devices that are that volume. */
  public List<String> named(VolumeId volume) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> devices = Files.newDirectoryStream(root.resolve("block"))) {
      for (Path device : devices) {
        if (volume(device).equals(Optional.of(volume))) {
          names.add(String.valueOf(device.getFileName()));
        }
      }
    } catch (IOException unreadable) {
      return List.of();
    }
    return names;
  }

  /** The number of the device that the kernel calls so. */
  public Optional<DeviceNumber> number(String name) {
    return read(root.resolve("block").resolve(name).resolve("dev")).map(DeviceNumber::parse);
  }

  private Path directory(DeviceNumber number) {
    return root.resolve("dev/block").resolve(number.toString());
  }

  private static Optional<VolumeId> volume(Path device) {
    return read(device.resolve("device/serial"))
        .flatMap(SystemDevices::fromSerial)
        .or(() -> read(device.resolve("loop/backing_file")).flatMap(SystemDevices::fromImage));
  }

  private static Optional<VolumeId> fromSerial(String serial) {
    return serial.startsWith("vol")
        ? VolumeId.parse("vol-" + serial.substring(3))
        : Optional.empty();
  }

  private static Optional<VolumeId> fromImage(String file) {
    String path =
        file.endsWith(DELETED) ? file.substring(0, file.length() - DELETED.length()) : file;
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.endsWith(IMAGE)
        ? VolumeId.parse(name.substring(0, name.length() - IMAGE.length()))
        : Optional.empty();
  }

  private static Optional<String> read(Path file) {
    // Asked first, because an exception costs more than the rest of a publish's proof.
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip());
    } catch (IOException missing) {
      return Optional.empty();
    }
  }
}
