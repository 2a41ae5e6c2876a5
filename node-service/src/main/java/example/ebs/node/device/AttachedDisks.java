package example.ebs.node.device;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeId;
import example.ebs.linux.device.SystemFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;

/**
 * Which volumes the disks of a Xen instance are, as was told of each when it was attached.
 *
 * <p>Calls that are not told, such as NodeUnstageVolume, need to know it as well, and so does the
 * next process: it is noted for each disk in a symbolic link that leads nowhere. A note is about
 * the very disk that was there, not about its name: it holds the number of the disk's folder in
 * {@code /sys}, which no other disk gets before the next boot, and of which boot it is.
 *
 * @param folder where the notes are; made when the first is written
 * @param boot the kernel's file with the id of this boot
 */
public record AttachedDisks(Path folder, Path boot) implements DeviceWord {
  private static final String XEN_DISK = "xen:vbd";

  /** Whether it is a virtual disk of Xen's, which has no serial. */
  static boolean isXenDisk(Path device) {
    return SystemFile.read(device.resolve("device/modalias")).equals(Optional.of(XEN_DISK));
  }

  @Override
  public Optional<VolumeId> volume(Path device) {
    if (!isXenDisk(device)) {
      return Optional.empty();
    }
    try {
      return noted(device.toRealPath());
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /**
   * Notes that this Xen disk was attached as that volume; a disk of which another is noted stays
   * that volume's for as long as it is there.
   *
   * @throws Failure.Unavailable when it cannot be noted
   */
  void attached(Path device, VolumeId volume) {
    if (!isXenDisk(device)) {
      return;
    }
    try {
      Path disk = device.toRealPath();
      if (noted(disk).isEmpty()) {
        note(disk, volume);
      }
    } catch (IOException failed) {
      throw new Failure.Unavailable(
          "that %s is volume %s cannot be noted in %s, ask again: %s"
              .formatted(device, volume, folder, failed.getMessage()),
          failed);
    }
  }

  /** In one step, so that a killed process leaves the whole note or none. */
  private void note(Path disk, VolumeId volume) throws IOException {
    Files.createDirectories(folder);
    Path made = folder.resolve(".new-" + UUID.randomUUID());
    Files.createSymbolicLink(made, Path.of(volume + identity(disk)));
    Files.move(made, folder.resolve(name(disk)), StandardCopyOption.ATOMIC_MOVE);
  }

  private Optional<VolumeId> noted(Path disk) throws IOException {
    Path note = folder.resolve(name(disk));
    if (!Files.isSymbolicLink(note)) {
      return Optional.empty();
    }
    String text = Files.readSymbolicLink(note).toString();
    String identity = identity(disk);
    return text.endsWith(identity)
        ? VolumeId.parse(text.substring(0, text.length() - identity.length()))
        : Optional.empty();
  }

  private String identity(Path disk) throws IOException {
    String which =
        SystemFile.read(boot).orElseThrow(() -> new IOException(boot + " cannot be read"));
    return "@" + which + "@" + Files.getAttribute(disk, "unix:ino");
  }

  private static String name(Path disk) {
    return String.valueOf(disk.getFileName());
  }
}
