package example.ebs.linux.loop;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.work.SeparateTasks;
import example.ebs.linux.device.DeviceNumber;
import example.ebs.linux.system.Descriptor;
import example.ebs.linux.system.Errno;
import example.ebs.linux.system.LinuxLoops;
import example.ebs.linux.system.SystemCallException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop devices that have a file, as the kernel says it by the file's number.
 *
 * <p>To say that, the kernel asks the filesystem on which the file lies, and hangs with it. So a
 * device whose file is called otherwise is asked on a thread of its own. One that does not answer
 * is passed over: its file is another, for the filesystem of the one that is looked for answers.
 *
 * @param tasks on which others' devices are asked, folder by folder
 */
record AttachedLoops(LoopNodes nodes, LinuxLoops loops, SeparateTasks tasks) {
  private static final Logger LOG = LoggerFactory.getLogger(AttachedLoops.class);

  /** The kernel has the answer at hand, unless it hangs. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** What the kernel answers of a device that was detached meanwhile. */
  static final Set<Errno> GONE = EnumSet.of(Errno.ENXIO, Errno.ENODEV, Errno.ENOENT, Errno.EBUSY);

  List<AttachedLoop> of(Descriptor file) {
    BackingFile wanted = BackingFiles.of(file);
    String name = String.valueOf(Path.of(BackingFiles.name(file)).getFileName());
    List<AttachedLoop> found = new ArrayList<>();
    Map<String, List<String>> others = new TreeMap<>();
    for (LoopNodes.Named each : nodes.attached()) {
      if (each.file().equals(name)) {
        found.addAll(matching(List.of(each.device()), wanted));
      } else {
        others.computeIfAbsent(each.folder(), _ -> new ArrayList<>()).add(each.device());
      }
    }
    others.forEach((folder, devices) -> found.addAll(patiently(folder, devices, wanted)));
    return found;
  }

  private List<AttachedLoop> patiently(String folder, List<String> devices, BackingFile wanted) {
    try {
      return tasks.call(
          "a look at the loop devices of files in " + folder,
          PATIENCE,
          () -> matching(devices, wanted),
          _ -> {});
    } catch (Failure.Unavailable hangs) {
      if (Thread.currentThread().isInterrupted()) {
        throw hangs;
      }
      LOG.debug("{} are passed over: {}", devices, hangs.getMessage());
      return List.of();
    }
  }

  private List<AttachedLoop> matching(List<String> devices, BackingFile wanted) {
    return devices.stream()
        .flatMap(name -> current(name).stream())
        .filter(found -> found.device().file().equals(wanted))
        .toList();
  }

  /** The device that the kernel calls so, if it has a file now. */
  Optional<AttachedLoop> current(String name) {
    Optional<DeviceNumber> number = nodes.number(name);
    if (number.isEmpty()) {
      return Optional.empty();
    }
    Path node = nodes.node(name, number.get());
    try (Descriptor opened = loops.open(node, false)) {
      return loops.status(opened).map(status -> AttachedLoop.of(node, number.get(), status));
    } catch (SystemCallException failed) {
      if (GONE.contains(failed.errno())) {
        return Optional.empty();
      }
      throw LoopFailures.reading(node, failed);
    }
  }
}
