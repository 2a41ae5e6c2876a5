package example.ebs.command.workspace;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.time.Waiting;
import example.ebs.csi.work.SeparateTasks;
import example.ebs.emulator.Emulator;
import example.ebs.emulator.EmulatorConfig;
import example.ebs.linux.device.LinuxDeviceNodes;
import example.ebs.linux.device.SystemDevices;
import example.ebs.linux.loop.LinuxLoopDevices;
import example.ebs.linux.loop.LoopDevices;
import example.ebs.linux.loop.PatientLoopDevices;
import example.ebs.linux.mount.LinuxMounter;
import example.ebs.linux.mount.MountEntry;
import example.ebs.linux.mount.Mounter;
import example.ebs.linux.system.Descriptor;
import example.ebs.linux.system.LinuxFiles;
import example.ebs.linux.system.LinuxLoops;
import example.ebs.linux.system.LinuxMounts;
import example.ebs.linux.system.SystemCallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Takes a workspace down in the order in which it was built up, backwards: mounts, devices, files.
 */
final class Clearance {
  private final Path folder;
  private final Mounter mounter = new LinuxMounter(new LinuxMounts(), new LinuxFiles());
  private final List<String> left = new ArrayList<>();

  private Clearance(Path folder) {
    this.folder = folder;
  }

  static List<String> of(Path folder) {
    Clearance clearance = new Clearance(folder);
    clearance.run();
    return clearance.left;
  }

  /**
   * A step is taken only when the one before left nothing: deleting below a mount would delete what
   * is mounted.
   */
  private void run() {
    unmount();
    if (left.isEmpty()) {
      takeDownEmulator();
    }
    if (left.isEmpty()) {
      detach();
    }
    if (left.isEmpty()) {
      delete();
    }
  }

  private void unmount() {
    List<MountEntry> mounts = mounter.mounts().below(folder);
    for (MountEntry mount : mounts.reversed()) {
      try {
        mounter.unmount(mount.target(), mount.target().toString());
      } catch (Failure failure) {
        left.add("still mounted: " + mount.target() + " (" + failure.getMessage() + ")");
      }
    }
  }

  private void takeDownEmulator() {
    Path state = folder.resolve(Workspace.EMULATOR);
    if (!Files.isDirectory(state)) {
      return;
    }
    try {
      Emulator emulator = Emulator.start(EmulatorConfig.defaults(state));
      left.addAll(emulator.destroy());
    } catch (IOException unable) {
      // Without a loop device a volume is a mere file, which goes with the folder.
      if (!Leftovers.of(folder).loopDevices().isEmpty()) {
        left.add("the emulator's volumes in " + state + ": " + unable.getMessage());
      }
    }
  }

  /** What is still a device is an image of a local volume; the emulator's are gone by now. */
  private void detach() {
    if (Leftovers.of(folder).loopDevices().isEmpty()) {
      return;
    }
    LoopDevices loops = loops();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Clearance::isRegular).toList()) {
        detach(loops, file);
      }
    } catch (IOException unable) {
      left.add("images in " + folder + ": " + unable.getMessage());
    }
  }

  private static boolean isRegular(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  private void detach(LoopDevices loops, Path file) {
    LinuxFiles system = new LinuxFiles();
    try (Descriptor parent = system.openRoot(file.resolveSibling("."));
        Descriptor opened = system.openAny(parent, String.valueOf(file.getFileName()))) {
      loops.of(opened).forEach(loops::detach);
    } catch (Failure | SystemCallException failure) {
      left.add("still attached: " + file + " (" + failure.getMessage() + ")");
    }
  }

  private LoopDevices loops() {
    LinuxFiles files = new LinuxFiles();
    return new PatientLoopDevices(
        new LinuxLoopDevices(
            Path.of("/dev"),
            new SystemDevices(Path.of("/sys")),
            new LinuxDeviceNodes(folder.resolve("nodes"), files),
            new LinuxLoops(),
            new SeparateTasks(Clock.systemUTC())),
        Waiting.real());
  }

  private void delete() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException unable) {
      left.add("cannot delete " + unable.getMessage());
    }
  }
}
