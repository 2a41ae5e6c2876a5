package example.ebs.linux.device;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.process.CommandResult;
import example.ebs.linux.process.Commands;
import example.ebs.linux.system.LinuxFiles;
import example.ebs.linux.system.SystemCallException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The kernel's own mark on a device, by {@code blockdev}. It outlives a process that is killed, so
 * it is noted first which disk gets it.
 */
public final class LinuxWriteProtection implements WriteProtection {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final String PROTECTED = "protected";

  private final Commands commands;
  private final LinuxFiles files;
  private final SystemDevices system;
  private final DiskNotes notes;

  /**
   * Protects nothing yet.
   *
   * @param notes of the disks that this driver protects, and of nothing else
   */
  public LinuxWriteProtection(
      Commands commands, LinuxFiles files, SystemDevices system, DiskNotes notes) {
    this.commands = commands;
    this.files = files;
    this.system = system;
    this.notes = notes;
  }

  @Override
  public Held protect(Device device) {
    if (device.readOnly() || isInUse(device)) {
      return () -> {};
    }
    try {
      notes.write(disk(device), PROTECTED);
    } catch (IOException failed) {
      throw unnoted(device, failed);
    }
    mark("--setro", device);
    return () -> release(device);
  }

  @Override
  public Device restored(Device device) {
    try {
      if (notes.read(disk(device)).isEmpty()) {
        return device;
      }
    } catch (IOException failed) {
      throw unnoted(device, failed);
    }
    // Who has it in use has it as it is; it is set back when that has ended.
    if (device.readOnly() && isInUse(device)) {
      return device;
    }
    release(device);
    return new Device(device.node(), device.number(), false);
  }

  private void release(Device device) {
    mark("--setrw", device);
    try {
      notes.remove(disk(device));
    } catch (IOException failed) {
      throw unnoted(device, failed);
    }
  }

  private Path disk(Device device) throws IOException {
    return system.directory(device.number()).toRealPath();
  }

  private boolean isInUse(Device device) {
    try {
      return files.isInUse(device.node());
    } catch (SystemCallException failed) {
      throw new Failure.Internal(device.node() + " cannot be opened", failed);
    }
  }

  private void mark(String how, Device device) {
    String node = device.node().toString();
    CommandResult result = commands.run(List.of("blockdev", how, node), LONGEST);
    if (result.exitCode() != 0) {
      throw new Failure.Internal(
          "blockdev %s on %s ended with %d: %s"
              .formatted(how, node, result.exitCode(), result.output()));
    }
  }

  private Failure unnoted(Device device, IOException failed) {
    return new Failure.Unavailable(
        "whether %s is protected from writing cannot be noted in %s, ask again: %s"
            .formatted(device.node(), notes.folder(), failed.getMessage()),
        failed);
  }
}
