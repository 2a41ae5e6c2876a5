package example.ebs.linux.loop;

import example.ebs.csi.Shell;
import example.ebs.linux.device.DeviceNodes;
import example.ebs.linux.device.DeviceNumber;
import example.ebs.linux.device.LinuxDeviceNodes;
import example.ebs.linux.system.LinuxFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The nodes of a machine of which one device answers nobody: whoever opens its node hangs in the
 * kernel until this is closed, as that node is a pipe into which nobody writes.
 */
final class HangingNode implements DeviceNodes, AutoCloseable {
  private final LinuxDeviceNodes nodes;
  private final Path dev;
  private final Path pipe;
  private final DeviceNumber hangs;

  HangingNode(Path folder, LoopDevice hangs) throws IOException {
    this.nodes = new LinuxDeviceNodes(folder.resolve("own-nodes"), new LinuxFiles());
    this.dev = Files.createDirectory(folder.resolve("dev"));
    this.pipe = folder.resolve("pipe");
    this.hangs = hangs.device().number();
    Files.createSymbolicLink(dev.resolve("loop-control"), Path.of("/dev/loop-control"));
    Shell.run("mkfifo", pipe.toString());
  }

  /** A folder without nodes of loop devices, so that all are asked for here. */
  Path dev() {
    return dev;
  }

  @Override
  public Path make(String name, DeviceNumber number) {
    return number.equals(hangs) ? pipe : nodes.make(name, number);
  }

  @Override
  public Optional<DeviceNumber> number(Path node) {
    return nodes.number(node);
  }

  @Override
  public Opened open(Path node) {
    return nodes.open(node);
  }

  @Override
  public void remove(Predicate<DeviceNumber> wanted) {
    nodes.remove(wanted);
  }

  /** Opened for both it waits for nobody, and releases who waits for a writer. */
  @Override
  public void close() throws IOException {
    new RandomAccessFile(pipe.toFile(), "rw").close();
  }
}
