package example.ebs.linux;

import example.ebs.csi.Shell;
import example.ebs.csi.model.VolumeId;
import example.ebs.linux.device.Device;
import example.ebs.linux.device.DeviceNumber;
import example.ebs.linux.device.LinuxDeviceNodes;
import example.ebs.linux.system.LinuxFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** A volume as the emulator attaches it: an image file behind a loop device. */
public record LoopVolume(VolumeId id, Path image, Path device) implements AutoCloseable {

  /** Attaches a new blank volume beneath a device root, with its name in {@code disk/by-id}. */
  public static LoopVolume attach(Path folder, Path deviceRoot, String id, long mebibytes)
      throws IOException {
    VolumeId volume = new VolumeId(id);
    Path image = folder.resolve(id + ".img");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(mebibytes << 20);
    }
    Path device = Path.of(Shell.run("losetup", "-f", "--show", image.toString()));
    LoopVolume attached = new LoopVolume(volume, image, device);
    attached.link(deviceRoot);
    return attached;
  }

  private void link(Path deviceRoot) throws IOException {
    DeviceNumber number = proven(device, false).number();
    Path byId = Files.createDirectories(deviceRoot.resolve("disk/by-id"));
    Path name = device.getFileName();
    Path node = deviceRoot.resolve(name);
    Files.deleteIfExists(node);
    new LinuxFiles().makeBlockNode(node, number.encoded());
    Path link = byId.resolve("nvme-Amazon_Elastic_Block_Store_" + id.serial());
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, Path.of("../..").resolve(name));
  }

  /** The device for those who need no proof. */
  public Device device(boolean readOnly) {
    return proven(device, readOnly);
  }

  private static Device proven(Path node, boolean readOnly) {
    DeviceNumber number =
        new LinuxDeviceNodes(Path.of("/nowhere"), new LinuxFiles()).number(node).orElseThrow();
    return new Device(node, number, readOnly);
  }

  @Override
  public void close() {
    // The kernel keeps this for the next image behind the same loop device.
    Shell.result("blockdev", "--setrw", device.toString());
    Shell.result("losetup", "-d", device.toString());
  }
}
