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
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

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

  /**
   * The volume that a device is, or that it is a partition of, if it says so: an NVMe disk of EBS,
   * or a loop device.
   */
  public Optional<VolumePart> volume(DeviceNumber number) {
    Path device = directory(number);
    OptionalInt partition = partition(device);
    // A partition's folder lies in that of its disk.
    return volume(partition.isPresent() ? device.resolve("..") : device)
        .map(volume -> new VolumePart(volume, partition));
  }

  /** The partitions of a device by their number; the kernel's name of each, and its number. */
  public SortedMap<Integer, Partition> partitions(DeviceNumber device) {
    SortedMap<Integer, Partition> found = new TreeMap<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory(device))) {
      for (Path child : children) {
        OptionalInt partition = partition(child);
        Optional<String> number = read(child.resolve("dev"));
        if (partition.isPresent() && number.isPresent()) {
          String name = String.valueOf(child.getFileName());
          found.put(partition.getAsInt(), new Partition(name, DeviceNumber.parse(number.get())));
        }
      }
    } catch (IOException gone) {
      return new TreeMap<>();
    }
    return found;
  }

  /**
   * A partition of a device.
   *
   * @param name the kernel's, such as {@code nvme1n1p2}
   */
  public record Partition(String name, DeviceNumber number) {}

  private static OptionalInt partition(Path device) {
    return read(device.resolve("partition"))
        .map(text -> OptionalInt.of(Integer.parseInt(text)))
        .orElse(OptionalInt.empty());
  }

  /** Whether the kernel has such a device; a mount may outlive its device. */
  public boolean exists(DeviceNumber number) {
    return Files.exists(directory(number));
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
