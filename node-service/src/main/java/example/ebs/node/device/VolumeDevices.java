package example.ebs.node.device;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.time.Backoff;
import example.ebs.csi.time.CallDeadline;
import example.ebs.csi.time.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the device that is a volume, and proves that it is.
 *
 * <p>Names are hints: a device whose own word is that it is another volume, or which does not say,
 * is never used.
 */
public final class VolumeDevices {
  private static final Path BY_ID = Path.of("disk/by-id");
  private static final String PREFIX = "nvme-Amazon_Elastic_Block_Store_";
  private static final Path DEV = Path.of("/dev");
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(50), 1.5, Duration.ofSeconds(1));

  private final Path deviceRoot;
  private final SystemDevices system;
  private final DeviceNodes nodes;
  private final Waiting waiting;

  /**
   * Creates the finder.
   *
   * @param deviceRoot where nodes are looked for, {@code /dev} as a rule
   */
  public VolumeDevices(Path deviceRoot, SystemDevices system, DeviceNodes nodes, Waiting waiting) {
    this.deviceRoot = deviceRoot;
    this.system = system;
    this.nodes = nodes;
    this.waiting = waiting;
  }

  /**
   * Returns the volume's device; waits a little for it to appear, because the kernel may see it
   * later than EC2 attached it.
   *
   * @param hint the name under which EC2 attached it, such as {@code /dev/xvdaa}
   * @throws Failure.NotFound when no device appears
   * @throws Failure.PreconditionFailed when the volume's names lead to another device
   */
  public Device find(VolumeId volume, Optional<String> hint) {
    try {
      return waiting.until(
          "the device of volume " + volume,
          CallDeadline.current(LONGEST, waiting.clock()),
          BACKOFF,
          () -> look(volume, hint));
    } catch (Failure.TimedOut absent) {
      throw notFound(volume, hint, absent);
    }
  }

  /**
   * Keeps a device that was found from becoming another volume's for as long as it is held: it
   * could be detached, and its name and number be given to the next one, between any two steps.
   *
   * @throws Failure.Unavailable when that has happened already
   */
  public DeviceNodes.Opened hold(VolumeId volume, Device device) {
    DeviceNodes.Opened opened = nodes.open(device.node());
    if (number(device.node()).equals(Optional.of(device.number()))
        && proves(volume, device.number())) {
      return opened;
    }
    opened.close();
    throw new Failure.Unavailable(
        "%s is not volume %s any more; nothing was done to it, ask again"
            .formatted(device.node(), volume));
  }

  /** Whether the device with that number is that volume. */
  public boolean proves(VolumeId volume, DeviceNumber number) {
    return system.volume(number).equals(Optional.of(volume));
  }

  /** The number of the block device at that path, if there is one. */
  public Optional<DeviceNumber> number(Path node) {
    return nodes.number(node);
  }

  private Optional<Device> look(VolumeId volume, Optional<String> hint) {
    return names(volume, hint)
        .flatMap(name -> proven(volume, name).stream())
        .findFirst()
        .or(() -> scan(volume));
  }

  private Stream<Path> names(VolumeId volume, Optional<String> hint) {
    return Stream.concat(
        Stream.of(deviceRoot.resolve(BY_ID).resolve(PREFIX + volume.serial())),
        hint.flatMap(this::underRoot).stream());
  }

  /** The hint speaks of {@code /dev}; here the same name lies beneath the device root. */
  private Optional<Path> underRoot(String hint) {
    Path path = Path.of(hint).normalize();
    return path.startsWith(DEV) && !path.equals(DEV)
        ? Optional.of(deviceRoot.resolve(DEV.relativize(path)))
        : Optional.empty();
  }

  private Optional<Device> scan(VolumeId volume) {
    return system.named(volume).stream()
        .flatMap(name -> proven(volume, node(name)).stream())
        .findFirst();
  }

  private Path node(String name) {
    Path node = deviceRoot.resolve(name);
    Optional<DeviceNumber> wanted = system.number(name);
    return wanted.isEmpty() || nodes.number(node).equals(wanted)
        ? node
        : nodes.make(name, wanted.get());
  }

  private Optional<Device> proven(VolumeId volume, Path name) {
    return nodes
        .number(name)
        .filter(number -> proves(volume, number))
        .map(number -> new Device(real(name), number, system.isReadOnly(number)));
  }

  private static Path real(Path node) {
    try {
      return node.toRealPath();
    } catch (IOException gone) {
      throw new Failure.Unavailable(node + " went away while it was looked at; ask again", gone);
    }
  }

  private Failure notFound(VolumeId volume, Optional<String> hint, Failure.TimedOut absent) {
    Optional<String> other =
        names(volume, hint).flatMap(name -> mismatch(name).stream()).findFirst();
    if (other.isPresent()) {
      return new Failure.PreconditionFailed(
          "volume %s has no device here that proves to be it, and %s; it was left alone"
              .formatted(volume, other.get()),
          absent);
    }
    return new Failure.NotFound(
        "volume %s has no device beneath %s; is it attached to this node?"
            .formatted(volume, deviceRoot),
        absent);
  }

  private Optional<String> mismatch(Path name) {
    return nodes
        .number(name)
        .map(
            number ->
                name
                    + system
                        .volume(number)
                        .map(found -> " is volume " + found)
                        .orElse(" does not say which volume it is"));
  }
}
