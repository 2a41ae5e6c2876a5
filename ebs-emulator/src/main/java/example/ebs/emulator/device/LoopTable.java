package example.ebs.emulator.device;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which loop device has which file behind it, by the kernel's own word.
 *
 * <p>Files are known by their name, which holds the volume id: their path looks different from
 * another mount namespace, such as that of a container that was started anew.
 */
final class LoopTable {
  /** Where the numbers of finished writes and discards stand in a device's statistics. */
  private static final int WRITES = 4;

  private static final int DISCARDS = 11;

  private final Path blockDevices;

  LoopTable(Path blockDevices) {
    this.blockDevices = blockDevices;
  }

  /** The numbers of the loop devices whose file has this name, wherever it lies. */
  List<Integer> named(String name) throws IOException {
    List<Integer> found = new ArrayList<>();
    try (DirectoryStream<Path> devices = Files.newDirectoryStream(blockDevices, "loop*")) {
      for (Path device : devices) {
        if (behind(device).map(file -> file.endsWith("/" + name)).orElse(false)) {
          found.add(number(device.getFileName().toString()));
        }
      }
    }
    return found;
  }

  private static Optional<String> behind(Path device) throws IOException {
    try {
      return Optional.of(Files.readString(device.resolve("loop/backing_file")).strip());
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      // A device that goes away while it is read says ENODEV or ENXIO.
      if (Files.exists(device.resolve("loop/backing_file"))) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Whether the kernel only waits for a device's last user to let go of it. */
  boolean leaving(int loop) throws IOException {
    return flag("loop" + loop + "/loop/autoclear");
  }

  /** How often a device was written to, or empty while it is. */
  Optional<String> writes(int loop) throws IOException {
    Path device = blockDevices.resolve("loop" + loop);
    String[] underWay = Files.readString(device.resolve("inflight")).strip().split("\\s+", -1);
    String[] done = Files.readString(device.resolve("stat")).strip().split("\\s+", -1);
    return underWay[1].equals("0")
        ? Optional.of(loop + ":" + done[WRITES] + "/" + done[DISCARDS])
        : Optional.empty();
  }

  boolean readOnly(int loop) throws IOException {
    return flag("loop" + loop + "/ro");
  }

  private boolean flag(String path) throws IOException {
    try {
      return Files.readString(blockDevices.resolve(path)).strip().equals("1");
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  static int number(String deviceName) {
    return Integer.parseInt(deviceName.substring(deviceName.lastIndexOf("loop") + 4));
  }
}
