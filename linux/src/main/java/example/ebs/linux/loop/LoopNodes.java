package example.ebs.linux.loop;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.device.DeviceNodes;
import example.ebs.linux.device.DeviceNumber;
import example.ebs.linux.device.SystemDevices;
import example.ebs.linux.device.SystemFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which loop devices there are, and where each can be opened.
 *
 * @param folder where nodes are looked for first, {@code /dev}
 * @param system what {@code /sys} says
 */
record LoopNodes(Path folder, SystemDevices system, DeviceNodes nodes) {
  Path control() {
    return folder.resolve("loop-control");
  }

  /** All that have a file. */
  List<Named> attached() {
    List<Named> names = new ArrayList<>();
    try (DirectoryStream<Path> devices =
        Files.newDirectoryStream(system.root().resolve("block"), "loop*")) {
      for (Path device : devices) {
        String name = String.valueOf(device.getFileName());
        if (isAttached(name)) {
          names.add(named(name));
        }
      }
    } catch (IOException unreadable) {
      // Not to know them could give a file a second device.
      throw new Failure.Internal(
          "%s cannot be listed, so nobody knows which files are attached: %s"
              .formatted(system.root().resolve("block"), unreadable.getMessage()),
          unreadable);
    }
    return names;
  }

  /**
   * A device that has a file.
   *
   * @param device the kernel's name of it
   * @param folder of the file, as it is seen from where it was attached
   * @param file its name now; empty where the kernel does not say it
   */
  record Named(String device, String folder, String file) {}

  private Named named(String device) {
    String path = SystemFile.read(backingFile(device)).orElse("");
    int end = path.lastIndexOf('/');
    return new Named(device, path.substring(0, Math.max(0, end)), path.substring(end + 1));
  }

  /** Whether it has a file; takes no node. */
  boolean isAttached(String name) {
    return Files.exists(backingFile(name));
  }

  private Path backingFile(String name) {
    return system.root().resolve("block").resolve(name).resolve("loop/backing_file");
  }

  /** The number of the device that the kernel calls so; empty once it is gone. */
  Optional<DeviceNumber> number(String name) {
    return system.number(name);
  }

  /** A node that was made for it is needed no more. */
  void release(DeviceNumber number) {
    nodes.remove(number::equals);
  }

  /** A node for it; in a container, {@code /dev} has none for a device that came later. */
  Path node(String name, DeviceNumber number) {
    Path usual = folder.resolve(name);
    return nodes.number(usual).equals(Optional.of(number)) ? usual : nodes.make(name, number);
  }
}
