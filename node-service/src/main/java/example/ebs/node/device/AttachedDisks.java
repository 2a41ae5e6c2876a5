package example.ebs.node.device;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeId;
import example.ebs.linux.device.DiskNotes;
import example.ebs.linux.device.SystemFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which volumes the disks of a Xen instance are, as was told of each when it was attached.
 *
 * <p>Calls that are not told, such as NodeUnstageVolume, need to know it as well, and so does the
 * next process: so it is noted of each disk.
 */
public record AttachedDisks(DiskNotes notes) implements DeviceWord {
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
        notes.write(disk, volume.toString());
      }
    } catch (IOException failed) {
      throw new Failure.Unavailable(
          "that %s is volume %s cannot be noted in %s, ask again: %s"
              .formatted(device, volume, notes.folder(), failed.getMessage()),
          failed);
    }
  }

  private Optional<VolumeId> noted(Path disk) throws IOException {
    return notes.read(disk).flatMap(VolumeId::parse);
  }
}
