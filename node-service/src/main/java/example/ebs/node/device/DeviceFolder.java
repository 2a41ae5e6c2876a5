package example.ebs.node.device;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.system.LinuxFiles;
import example.ebs.linux.system.SystemCallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that somebody else, an EC2 emulator, puts this machine's devices into. */
public record DeviceFolder(Path path) {
  private static final String PROBE = ".probe-of-node";

  /**
   * Returns if devices in it can be used.
   *
   * @throws Failure.PreconditionFailed when it is not there, or no device in it could be opened
   */
  public void requireUsable() {
    if (!Files.isDirectory(path)) {
      throw new Failure.PreconditionFailed(
          "the emulator has made no folder %s for this machine's devices; share one folder of the host between the emulator's --device-root and the node's, and let the emulator run with --devices loop"
              .formatted(path));
    }
    Path probe = path.resolve(PROBE);
    try {
      Files.deleteIfExists(probe);
      new LinuxFiles().makeNullNode(probe);
      Files.newInputStream(probe).close();
    } catch (IOException | SystemCallException refused) {
      throw new Failure.PreconditionFailed(
          "a device in %s cannot be used (%s); it must be a folder of a Linux filesystem that is not mounted nodev, and the node root and privileged"
              .formatted(path, refused.getMessage()),
          refused);
    } finally {
      remove(probe);
    }
  }

  private static void remove(Path probe) {
    try {
      Files.deleteIfExists(probe);
    } catch (IOException left) {
      throw new Failure.Internal("cannot remove " + probe, left);
    }
  }
}
