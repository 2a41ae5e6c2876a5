package example.ebs.node.device;

import example.ebs.linux.device.DeviceNumber;
import example.ebs.linux.device.DiskNotes;
import example.ebs.linux.mount.InMemoryMounter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A machine's {@code /dev} and {@code /sys} in a folder, with devices of every kind. */
final class PlayedDevices {
  final InMemoryMounter nodes = new InMemoryMounter();
  private final Path folder;

  PlayedDevices(Path temporary) throws IOException {
    folder = temporary.toRealPath();
    Files.createDirectories(dev().resolve("disk/by-id"));
    Files.createDirectories(sys().resolve("block"));
    Files.writeString(boot(), "5f439d6b-d66f-45c3-b303-de86d4c2a886\n");
  }

  Path dev() {
    return folder.resolve("dev");
  }

  Path sys() {
    return folder.resolve("sys");
  }

  Path boot() {
    return folder.resolve("boot_id");
  }

  /** Where it is noted which volumes Xen disks are. */
  AttachedDisks attached() {
    return new AttachedDisks(new DiskNotes(folder.resolve("plugins/attached-disks"), boot()));
  }

  Path nvme(int number, String serial) throws IOException {
    return device("nvme" + number + "n1", new DeviceNumber(259, number), "device/serial", serial);
  }

  Path loop(int number, String image) throws IOException {
    return device("loop" + number, new DeviceNumber(7, number), "loop/backing_file", image);
  }

  Path xen(String name, int minor) throws IOException {
    return device(name, new DeviceNumber(202, minor), "device/modalias", "xen:vbd");
  }

  /** What the kernel does when the disk is detached; the next of that name is another. */
  void remove(String name, DeviceNumber number) throws IOException {
    Files.delete(dev().resolve(name));
    Files.delete(sys().resolve("dev/block").resolve(number.toString()));
    // The folder's number is not given away as long as the folder is there.
    Files.move(sys().resolve("block").resolve(name), folder.resolve("gone-" + System.nanoTime()));
  }

  Path device(String name, DeviceNumber number, String attribute, String value) throws IOException {
    Path node = Files.createFile(dev().resolve(name));
    nodes.declare(node, number);
    Path kernel = sys().resolve("block").resolve(name);
    Files.createDirectories(kernel.resolve(attribute).getParent());
    Files.writeString(kernel.resolve(attribute), value + "\n");
    number(kernel, number);
    return node;
  }

  Path partition(String disk, String name, DeviceNumber number, int index) throws IOException {
    Path node = Files.createFile(dev().resolve(name));
    nodes.declare(node, number);
    Path kernel = Files.createDirectory(sys().resolve("block").resolve(disk).resolve(name));
    Files.writeString(kernel.resolve("partition"), index + "\n");
    number(kernel, number);
    return node;
  }

  private void number(Path kernel, DeviceNumber number) throws IOException {
    Files.writeString(kernel.resolve("dev"), number + "\n");
    Path numbers = Files.createDirectories(sys().resolve("dev/block"));
    Files.createSymbolicLink(numbers.resolve(number.toString()), kernel);
  }

  void link(String name, String to) throws IOException {
    Files.createSymbolicLink(dev().resolve(name), Path.of(to));
  }
}
