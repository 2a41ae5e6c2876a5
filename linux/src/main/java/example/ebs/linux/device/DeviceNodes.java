package example.ebs.linux.device;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/** Block device nodes as a seam, because only root can make one. */
public interface DeviceNodes {
  /** The device's number, if there is a block device node; symbolic links are followed. */
  Optional<DeviceNumber> number(Path node);

  /**
   * Opens the device, so that it stays the device that it is: while it is open, no other volume can
   * get its number.
   */
  Opened open(Path node);

  /**
   * Makes a node for a device that has none, in a folder of this process's own.
   *
   * @param name the device's name in the kernel
   */
  Path make(String name, DeviceNumber number);

  /** Removes those of the nodes that were made whose device is not needed any more. */
  void remove(Predicate<DeviceNumber> unneeded);

  /** A device that is open; close it once. */
  @FunctionalInterface
  interface Opened extends AutoCloseable {
    @Override
    void close();
  }
}
