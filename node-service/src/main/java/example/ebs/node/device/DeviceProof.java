package example.ebs.node.device;

import example.ebs.csi.model.VolumeId;
import example.ebs.linux.device.DeviceNumber;
import example.ebs.linux.device.SystemDevices;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Tells which volume a device is.
 *
 * <p>A device is identified by its number, not by its node: so whatever a node is called, the proof
 * is about the device that opening the node opens.
 *
 * @param words what is believed, the strongest first
 */
record DeviceProof(SystemDevices system, List<DeviceWord> words) {

  /** What is believed there: serials, and what was accepted besides. */
  static DeviceProof of(SystemDevices system, DeviceSource source, AttachedDisks attached) {
    List<DeviceWord> words = new ArrayList<>(List.of(new NvmeSerial()));
    if (source.accepted().contains(Evidence.LOOP_FILE)) {
      words.add(new LoopFile());
    }
    if (source.accepted().contains(Evidence.ATTACHMENT_NAME)) {
      words.add(attached);
    }
    return new DeviceProof(system, List.copyOf(words));
  }

  /** The volume that a device is, or that it is a partition of, if anything tells it. */
  Optional<VolumePart> volume(DeviceNumber number) {
    Path device = system.directory(number);
    OptionalInt partition = SystemDevices.partition(device);
    // A partition's folder lies in that of its disk.
    return volume(partition.isPresent() ? device.resolve("..") : device)
        .map(volume -> new VolumePart(volume, partition));
  }

  /** The kernel's names of all devices that are that volume. */
  List<String> named(VolumeId volume) {
    return system.devices().stream()
        .filter(device -> volume(device).equals(Optional.of(volume)))
        .map(device -> String.valueOf(device.getFileName()))
        .toList();
  }

  private Optional<VolumeId> volume(Path device) {
    return words.stream().flatMap(word -> word.volume(device).stream()).findFirst();
  }

  /** What a device is, for people: as it follows the device's name. */
  String described(DeviceNumber number) {
    Path device = system.directory(number);
    return volume(number)
        .map(found -> "is volume " + found)
        .or(() -> LoopFile.path(device).map(DeviceProof::ofLoop))
        .orElseGet(
            () ->
                AttachedDisks.isXenDisk(device)
                    ? "is a Xen disk, which tells nothing of its volume: to go by the name under which EC2 attached it, and so to accept that a name given to another volume meanwhile goes unnoticed, start ebs node with --accept-device-by=attachment-name"
                    : "does not say which volume it is");
  }

  private static String ofLoop(String file) {
    return "is a loop device of "
        + file
        + ", and to go by a file's name is for emulators alone: ebs node --emulator-endpoint, or --accept-device-by=loop-file";
  }
}
