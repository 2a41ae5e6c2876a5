package example.ebs.linux.loop;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.work.SeparateTasks;
import example.ebs.linux.device.Device;
import example.ebs.linux.device.DeviceNodes;
import example.ebs.linux.device.DeviceNumber;
import example.ebs.linux.device.SystemDevices;
import example.ebs.linux.system.Descriptor;
import example.ebs.linux.system.Errno;
import example.ebs.linux.system.LinuxLoops;
import example.ebs.linux.system.LoopStatus;
import example.ebs.linux.system.SystemCallException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The loop devices of this machine, by their system calls.
 *
 * <p>Which file a device has is asked of the kernel each time, by the file's number. Who attaches
 * holds a lock on the file meanwhile, so two processes cannot attach it twice; a killed one leaves
 * a whole device or none.
 */
public final class LinuxLoopDevices implements LoopDevices {
  private static final int ATTEMPTS = 10;

  private final LoopNodes nodes;
  private final LinuxLoops loops;
  private final AttachedLoops attached;

  /**
   * Creates the adapter.
   *
   * @param folder where nodes are looked for, {@code /dev}; those that are missing are made by
   *     {@code nodes}
   * @param tasks on which others' devices are looked at, as they may hang
   */
  public LinuxLoopDevices(
      Path folder, SystemDevices system, DeviceNodes nodes, LinuxLoops loops, SeparateTasks tasks) {
    this.nodes = new LoopNodes(folder, system, nodes);
    this.loops = loops;
    this.attached = new AttachedLoops(this.nodes, loops, tasks);
  }

  @Override
  public LoopDevice attach(Descriptor file, Access access) {
    BackingFile wanted = BackingFiles.attachable(file);
    try (Descriptor locked = loops.open(file.path(), false)) {
      if (!loops.lock(locked)) {
        throw new Failure.InProgress(
            "another process has locked %s, to attach it as a device; ask again"
                .formatted(BackingFiles.name(file)));
      }
      List<AttachedLoop> found = attached.of(file);
      return switch (found.size()) {
        case 0 -> attachNew(file, wanted, access);
        case 1 -> reuse(file, found.getFirst(), access);
        default -> throw attachedTwice(file, found);
      };
    } catch (SystemCallException failed) {
      throw LoopFailures.attaching(BackingFiles.name(file), failed);
    }
  }

  @Override
  public List<LoopDevice> of(Descriptor file) {
    return attached.of(file).stream().map(AttachedLoop::device).toList();
  }

  @Override
  public void detach(LoopDevice device) {
    String name = String.valueOf(device.device().node().getFileName());
    if (attached.current(name).filter(found -> found.isSame(device)).isEmpty()) {
      return;
    }
    Path node = nodes.node(name, device.device().number());
    // Mounted, it cannot be claimed; claimed, it cannot be mounted between the check and the end.
    try (Descriptor claimed = loops.claim(node)) {
      if (loops.status(claimed).filter(status -> isOf(status, device.file())).isEmpty()) {
        return;
      }
      // Before it is free: the node is the next one's who takes that device.
      nodes.release(device.device().number());
      loops.clear(claimed);
    } catch (SystemCallException failed) {
      if (failed.errno() == Errno.ENXIO) {
        return;
      }
      throw LoopFailures.detaching(node, failed);
    }
    if (nodes.isAttached(name)
        && attached.current(name).filter(found -> found.isSame(device)).isPresent()) {
      throw new Failure.InUse(
          node + " is open in another program; the kernel detaches it once that closes it");
    }
  }

  private LoopDevice attachNew(Descriptor file, BackingFile wanted, Access access) {
    boolean writing = access == Access.READ_WRITE;
    try (Descriptor control = loops.open(nodes.control(), true);
        Descriptor opened = loops.open(file.path(), writing)) {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        Optional<LoopDevice> attached = attempt(loops.free(control), opened, wanted, writing);
        if (attached.isPresent()) {
          return attached.get();
        }
      }
    }
    throw new Failure.Unavailable(
        "others took every loop device that was free before %s could be attached; ask again"
            .formatted(BackingFiles.name(file)));
  }

  /** Empty when somebody else took that device first. */
  private Optional<LoopDevice> attempt(
      int free, Descriptor file, BackingFile wanted, boolean writing) {
    String name = "loop" + free;
    Optional<DeviceNumber> number = nodes.number(name);
    if (number.isEmpty()) {
      return Optional.empty();
    }
    Path node = nodes.node(name, number.get());
    try (Descriptor device = loops.open(node, writing)) {
      loops.configure(device, file);
      if (writing) {
        loops.allowWriting(device);
      }
      return Optional.of(new LoopDevice(new Device(node, number.get(), !writing), wanted));
    } catch (SystemCallException failed) {
      if (AttachedLoops.GONE.contains(failed.errno())) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  private LoopDevice reuse(Descriptor file, AttachedLoop found, Access access) {
    LoopDevice device = found.device();
    if (!found.status().whole() || found.status().readOnly() != (access == Access.READ_ONLY)) {
      throw new Failure.InUse(
          "%s cannot be attached %s: it is %s as %s already; detach that first: losetup -d %s"
              .formatted(
                  BackingFiles.name(file),
                  access == Access.READ_ONLY ? "for reading only" : "for writing",
                  found.words(),
                  device.device().node(),
                  device.device().node()));
    }
    if (found.status().autoclear()) {
      keep(device);
    }
    return device;
  }

  /** Somebody asked for it to be detached at its last close, and now it is wanted again. */
  private void keep(LoopDevice device) {
    try (Descriptor opened = loops.open(device.device().node(), false)) {
      if (loops.status(opened).filter(status -> isOf(status, device.file())).isPresent()) {
        loops.keep(opened);
        return;
      }
    } catch (SystemCallException failed) {
      if (!AttachedLoops.GONE.contains(failed.errno())) {
        throw failed;
      }
    }
    throw new Failure.Unavailable(device.device().node() + " was just detached; ask again");
  }

  private static boolean isOf(LoopStatus status, BackingFile file) {
    return status.device() == file.device() && status.inode() == file.inode();
  }

  private static Failure attachedTwice(Descriptor file, List<AttachedLoop> found) {
    return new Failure.InUse(
        "%s has more than one loop device, which do not see each other's writes; detach all but one: %s"
            .formatted(
                BackingFiles.name(file),
                found.stream().map(one -> one.device().device().node()).toList()));
  }
}
