package example.ebs.node.device;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.Plural;
import example.ebs.linux.device.Device;
import example.ebs.linux.device.DeviceNodes;
import example.ebs.linux.device.SystemDevices;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A volume whose device did not come, as its caller is told of it.
 *
 * @param names where it was looked for
 * @param waited for how long
 */
record MissingDevice(VolumePart volume, List<Path> names, Duration waited, Machine machine) {

  /** What was looked at. */
  record Machine(SystemDevices system, DeviceProof proof, DeviceNodes nodes) {}

  /**
   * The failure.
   *
   * @param whole the whole device, if only the partition is missing
   */
  Failure failure(Optional<Device> whole, Failure.TimedOut absent) {
    if (whole.isPresent()) {
      return noPartition(whole.get(), absent);
    }
    boolean anyName = names.stream().anyMatch(name -> machine.nodes().number(name).isPresent());
    return anyName ? unproven(absent) : absent(absent);
  }

  private Failure noPartition(Device whole, Failure.TimedOut absent) {
    Set<Integer> there = machine.system().partitions(whole.number()).keySet();
    return new Failure.NotFound(
        "volume %s is not on device %s, which after %s has %s; correct the partition in the PersistentVolume's volume attributes, or leave it out for the whole device"
            .formatted(
                volume,
                whole.node(),
                seconds(),
                there.isEmpty() ? "no partitions" : "partitions " + there),
        absent);
  }

  private Failure unproven(Failure.TimedOut absent) {
    return new Failure.PreconditionFailed(
        "volume %s has after %s no device here that proves to be it, and what was found was left alone: %s"
            .formatted(volume, seconds(), lookedAt()),
        absent);
  }

  private Failure absent(Failure.TimedOut absent) {
    return new Failure.NotFound(
        "volume %s has after %s no device here; is it attached to this node? Looked at: %s"
            .formatted(volume, seconds(), lookedAt()),
        absent);
  }

  private String lookedAt() {
    String found = names.stream().map(this::lookedAt).collect(Collectors.joining("; "));
    return "%s; of %s in %s none says that it is the volume"
        .formatted(
            found,
            Plural.of(machine.system().devices().size(), "device"),
            machine.system().root().resolve("block"));
  }

  private String lookedAt(Path name) {
    return name
        + machine
            .nodes()
            .number(name)
            .map(number -> " " + machine.proof().described(number))
            .orElse(" is not there");
  }

  private String seconds() {
    return String.format(Locale.ROOT, "%.1f s", waited.toMillis() / 1000.0);
  }
}
