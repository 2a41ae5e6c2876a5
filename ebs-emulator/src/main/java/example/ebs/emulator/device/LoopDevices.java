package example.ebs.emulator.device;

import example.ebs.emulator.process.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Volumes as loop devices of this machine.
 *
 * <p>A file never has two loop devices: they would not see each other's writes. So the instances of
 * a multi-attach volume share one, each with its own node, and its last instance lets go of it.
 *
 * <p>Whether a device is in use only the kernel knows: asked to let go of one that is open, it
 * keeps it until the last user closes it, and so no device is ever pulled from under its user.
 */
public final class LoopDevices implements BlockDevices {
  private static final int CLAIMS = 5;

  private final SparseFiles files;
  private final LoopTable loops;
  private final InstanceFolders folders;
  private final Commands commands;

  public LoopDevices(Path deviceRoot, SparseFiles files, Commands commands) {
    this.files = files;
    this.loops = new LoopTable(Path.of("/sys/block"));
    this.folders = new InstanceFolders(deviceRoot, commands);
    this.commands = commands;
  }

  @Override
  public void addInstance(String instanceId) throws IOException {
    folders.add(instanceId);
  }

  @Override
  public void removeInstance(String instanceId) throws IOException {
    folders.remove(instanceId);
  }

  @Override
  public void attach(Placement placement) throws IOException {
    folders.show(placement, loop(placement.volumeId()));
  }

  private int loop(String volumeId) throws IOException {
    String device = claimed(volumeId);
    int loop = LoopTable.number(device);
    if (loops.readOnly(loop)) {
      commands.run("losetup", "--detach", device);
      throw new IOException(device + " is read-only; see blockdev --setrw " + device);
    }
    return loop;
  }

  private String claimed(String volumeId) throws IOException {
    for (int attempt = 1; ; attempt++) {
      if (find(volumeId).isEmpty()) {
        prepareNextFree();
      }
      try {
        return claim(volumeId);
      } catch (IOException e) {
        // Somebody may have taken the free device first, and the next one may have no node here.
        if (attempt == CLAIMS) {
          throw e;
        }
      }
    }
  }

  /**
   * A device that is there already is taken, and is no longer let go of at its last close.
   * Partitions appear as they do on EBS's disks.
   */
  private String claim(String volumeId) throws IOException {
    return commands.run(
        "losetup",
        "--find",
        "--show",
        "--nooverlap",
        "--partscan",
        "--direct-io=off",
        files.path(volumeId).toString());
  }

  private void prepareNextFree() throws IOException {
    Path free = Path.of(commands.run("losetup", "--find"));
    int loop = LoopTable.number(free.toString());
    makeNodeIfMissing(loop);
    if (loops.readOnly(loop)) {
      // Somebody who used it before made it so, and the kernel does not forget.
      commands.run("blockdev", "--setrw", free.toString());
    }
  }

  /** In a container, /dev does not follow the kernel's new devices. */
  private void makeNodeIfMissing(int loop) throws IOException {
    Path node = Path.of("/dev/loop" + loop);
    if (Files.notExists(node)) {
      folders.makeNode(node, loop);
    }
  }

  /**
   * The loop device of a volume. Its file's name is not enough: the volumes of a copied state
   * directory have the same names, and their devices are another emulator's.
   */
  private Optional<Integer> find(String volumeId) throws IOException {
    List<Integer> candidates = loops.named(SparseFiles.name(volumeId));
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    for (int candidate : candidates) {
      makeNodeIfMissing(candidate);
    }
    return commands
        .run(
            "losetup",
            "--noheadings",
            "--output",
            "NAME",
            "--associated",
            files.path(volumeId).toString())
        .lines()
        .map(line -> LoopTable.number(line.strip()))
        .findFirst();
  }

  @Override
  public boolean detach(Placement placement, boolean shared) throws IOException {
    if (!shared && !released(placement.volumeId())) {
      return false;
    }
    folders.hide(placement);
    return true;
  }

  /** The kernel tells whoever has the device open, mounted or not, of its new size. */
  @Override
  public void grow(String volumeId) throws IOException {
    Optional<Integer> loop = find(volumeId);
    if (loop.isPresent()) {
      commands.run("losetup", "--set-capacity", "/dev/loop" + loop.get());
    }
  }

  private boolean released(String volumeId) throws IOException {
    Optional<Integer> loop = find(volumeId);
    if (loop.isEmpty()) {
      return true;
    }
    if (loops.leaving(loop.get())) {
      return false;
    }
    try {
      commands.run("losetup", "--detach", "/dev/loop" + loop.get());
    } catch (IOException e) {
      // The last user may have closed it since, and taken the device away.
      if (find(volumeId).isPresent()) {
        throw e;
      }
    }
    return find(volumeId).isEmpty();
  }
}
