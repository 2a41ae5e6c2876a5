package example.ebs.linux.device;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
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
 * @param root {@code /sys}
 */
public record SystemDevices(Path root) {

  /** The partitions of a device by their number; the kernel's name of each, and its number. */
  public SortedMap<Integer, Partition> partitions(DeviceNumber device) {
    SortedMap<Integer, Partition> found = new TreeMap<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory(device))) {
      for (Path child : children) {
        OptionalInt partition = partition(child);
        Optional<String> number = SystemFile.read(child.resolve("dev"));
        if (partition.isPresent() && number.isPresent()) {
          String name = String.valueOf(child.getFileName());
          found.put(partition.getAsInt(), new Partition(name, DeviceNumber.parse(number.get())));
        }
      }
    } catch (IOException | DirectoryIteratorException gone) {
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

  /** Which partition of a disk it is; empty when it is a whole device. */
  public static OptionalInt partition(Path device) {
    return SystemFile.read(device.resolve("partition"))
        .map(text -> OptionalInt.of(Integer.parseInt(text)))
        .orElse(OptionalInt.empty());
  }

  /** Whether the kernel has such a device; a mount may outlive its device. */
  public boolean exists(DeviceNumber number) {
    return Files.exists(directory(number));
  }

  /** Whether the kernel refuses to write to it. */
  public boolean isReadOnly(DeviceNumber number) {
    return SystemFile.read(directory(number).resolve("ro")).equals(Optional.of("1"));
  }

  /** The folders of all devices that are no partitions; each has the kernel's name. */
  public List<Path> devices() {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> devices = Files.newDirectoryStream(root.resolve("block"))) {
      devices.forEach(found::add);
    } catch (IOException | DirectoryIteratorException unreadable) {
      return List.of();
    }
    return found;
  }

  /** The number of the device that the kernel calls so. */
  public Optional<DeviceNumber> number(String name) {
    return SystemFile.read(root.resolve("block").resolve(name).resolve("dev"))
        .map(DeviceNumber::parse);
  }

  /** The folder of a device, by a symbolic link. */
  public Path directory(DeviceNumber number) {
    return root.resolve("dev/block").resolve(number.toString());
  }
}
