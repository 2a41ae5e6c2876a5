package example.ebs.command.workspace;

import example.ebs.linux.mount.LinuxMounter;
import example.ebs.linux.system.LinuxFiles;
import example.ebs.linux.system.LinuxMounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What this machine still holds of a folder: asked of the kernel, not remembered.
 *
 * @param loopDevices with a file below it
 * @param mounts below it
 * @param files in it
 */
public record Leftovers(List<String> loopDevices, List<String> mounts, List<String> files) {
  private static final Path BLOCK = Path.of("/sys/block");

  public static Leftovers of(Path folder) {
    return new Leftovers(loopDevices(folder), mounts(folder), files(folder));
  }

  public boolean isEmpty() {
    return loopDevices.isEmpty() && mounts.isEmpty() && files.isEmpty();
  }

  private static List<String> loopDevices(Path folder) {
    List<String> found = new ArrayList<>();
    try (Stream<Path> devices = Files.list(BLOCK)) {
      for (Path device : devices.sorted().toList()) {
        Path backing = device.resolve("loop/backing_file");
        if (Files.exists(backing) && Files.readString(backing).startsWith(folder + "/")) {
          found.add(device.getFileName() + " on " + Files.readString(backing).strip());
        }
      }
      return found;
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot look for loop devices in " + BLOCK, unreadable);
    }
  }

  private static List<String> mounts(Path folder) {
    return new LinuxMounter(new LinuxMounts(), new LinuxFiles())
        .mounts().below(folder).stream().map(mount -> mount.target().toString()).toList();
  }

  private static List<String> files(Path folder) {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toString).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot look into " + folder, unreadable);
    }
  }
}
