package example.ebs.emulator.device;

import example.ebs.emulator.process.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether devices can be made and opened where the caller wants them. */
public final class DeviceRoot {
  private DeviceRoot() {}

  /** Fails, with the reason and what to do, unless a device node in the folder can be opened. */
  public static void check(Path root, Commands commands) throws IOException {
    Path probe = root.resolve(".probe");
    Files.deleteIfExists(probe);
    try {
      makeNullDevice(probe, commands);
      openNullDevice(root, probe);
      commands.run("losetup", "--find");
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  private static void makeNullDevice(Path probe, Commands commands) throws IOException {
    try {
      commands.run("mknod", probe.toString(), "c", "1", "3");
    } catch (IOException e) {
      throw new IOException(
          "volumes as devices need the right to make device nodes in "
              + probe.getParent()
              + ", but "
              + e.getMessage()
              + "; run as root (in a container: privileged), or without devices: --devices none",
          e);
    }
  }

  private static void openNullDevice(Path root, Path probe) throws IOException {
    try {
      Files.newInputStream(probe).close();
    } catch (IOException e) {
      throw new IOException(
          root
              + " is on a filesystem where devices cannot be opened (mounted nodev?); choose another"
              + " --device-root, or --devices none",
          e);
    }
  }
}
