package example.ebs.node.device;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.time.AnswerableDeadline;
import example.ebs.csi.time.Backoff;
import example.ebs.csi.time.Waiting;
import example.ebs.linux.device.Device;
import example.ebs.linux.device.DeviceNodes;
import example.ebs.linux.device.DeviceNumber;
import example.ebs.linux.device.SystemDevices;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the device that is a volume or a partition of one, and proves that it is.
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

  private final DeviceSource source;
  private final SystemDevices system;
  private final AttachedDisks attached;
  private final DeviceNodes nodes;
  private final Waiting waiting;
  private final DeviceProof proof;

  /**
   * Creates the finder.
   *
   * @param source where nodes are looked for, and what is believed of them
   * @param attached asked and told only if the source accepts it
   */
  public VolumeDevices(
      DeviceSource source,
      SystemDevices system,
      AttachedDisks attached,
      DeviceNodes nodes,
      Waiting waiting) {
    this.source = source;
    this.system = system;
    this.attached = attached;
    this.nodes = nodes;
    this.waiting = waiting;
    this.proof = DeviceProof.of(system, source, attached);
  }

  /**
   * Returns the volume's device; waits a little for it to appear, because the kernel may see it
   * later than EC2 attached it.
   *
   * @param hint the name under which EC2 attached it, such as {@code /dev/xvdaa}
   * @throws Failure.NotFound when no device, or no such partition, appears
   * @throws Failure.PreconditionFailed when the volume's names lead to another device
   */
  public Device find(VolumePart volume, Optional<String> hint) {
    Instant began = waiting.clock().instant();
    try {
      return waiting.until(
          "the device of volume " + volume,
          AnswerableDeadline.current(LONGEST, waiting.clock()),
          BACKOFF,
          () -> look(volume, hint));
    } catch (Failure.TimedOut absent) {
      Duration waited = Duration.between(began, waiting.clock().instant());
      throw missing(volume, hint, waited).failure(whole(volume.id(), hint), absent);
    }
  }

  /**
   * Keeps a device that was found from becoming another volume's for as long as it is held: it
   * could be detached, and its name and number be given to the next one, between any two steps.
   *
   * @throws Failure.Unavailable when that has happened already
   */
  public DeviceNodes.Opened hold(VolumePart volume, Device device) {
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

  /** Whether the device with that number is that volume, or that partition of it. */
  public boolean proves(VolumePart volume, DeviceNumber number) {
    return proof.volume(number).equals(Optional.of(volume));
  }

  /** The volume, or the partition of one, that the device with that number says it is. */
  public Optional<VolumePart> volume(DeviceNumber number) {
    return proof.volume(number);
  }

  /** Whether there was a device with that number, and the kernel has it no more. */
  public boolean isGone(DeviceNumber number) {
    // Filesystems without a device, such as tmpfs, have numbers of this kind.
    boolean anonymous = number.major() == 0;
    return !anonymous && !system.exists(number);
  }

  /**
   * The volume's device and its partitions, by the names that their nodes have; none when it is not
   * attached. Waits for nothing and makes nothing.
   */
  public Map<String, DeviceNumber> nodes(VolumeId volume) {
    Map<String, DeviceNumber> names = new HashMap<>();
    Optional<Device> known = proven(VolumePart.whole(volume), byId(volume));
    if (known.isPresent()) {
      addNames(String.valueOf(known.get().node().getFileName()), known.get().number(), names);
    } else {
      for (String name : proof.named(volume)) {
        system.number(name).ifPresent(number -> addNames(name, number, names));
      }
    }
    return names;
  }

  /**
   * Removes the nodes that were made for the volume, which nobody uses any more, and for devices
   * that are gone.
   */
  public void release(VolumeId volume) {
    Set<DeviceNumber> released = Set.copyOf(nodes(volume).values());
    nodes.remove(number -> released.contains(number) || isGone(number));
  }

  private void addNames(String whole, DeviceNumber number, Map<String, DeviceNumber> names) {
    names.put(whole, number);
    system
        .partitions(number)
        .values()
        .forEach(partition -> names.put(partition.name(), partition.number()));
  }

  /** The number of the block device at that path, if there is one. */
  public Optional<DeviceNumber> number(Path node) {
    return nodes.number(node);
  }

  private Optional<Device> look(VolumePart volume, Optional<String> hint) {
    Optional<Device> whole = whole(volume.id(), hint);
    return volume.partition().isEmpty()
        ? whole
        : whole.flatMap(device -> partition(device, volume));
  }

  private Optional<Device> partition(Device whole, VolumePart volume) {
    int wanted = volume.partition().orElseThrow();
    return Optional.ofNullable(system.partitions(whole.number()).get(wanted))
        .map(found -> node(found.name(), Optional.of(found.number())))
        .flatMap(node -> proven(volume, node));
  }

  private Optional<Device> whole(VolumeId volume, Optional<String> hint) {
    VolumePart part = VolumePart.whole(volume);
    return names(volume, hint)
        .flatMap(name -> proven(part, name).stream())
        .findFirst()
        .or(() -> scan(part))
        .or(() -> byAttachment(part, hint));
  }

  private Stream<Path> names(VolumeId volume, Optional<String> hint) {
    return Stream.concat(Stream.of(byId(volume)), hint.flatMap(this::underRoot).stream());
  }

  private Path byId(VolumeId volume) {
    return source.root().resolve(BY_ID).resolve(PREFIX + volume.serial());
  }

  /** The hint speaks of {@code /dev}; here the same name lies beneath the device root. */
  private Optional<Path> underRoot(String hint) {
    Path path = Path.of(hint).normalize();
    return path.startsWith(DEV) && !path.equals(DEV)
        ? Optional.of(source.root().resolve(DEV.relativize(path)))
        : Optional.empty();
  }

  private Optional<Device> scan(VolumePart whole) {
    return proof.named(whole.id()).stream()
        .flatMap(name -> proven(whole, node(name, system.number(name))).stream())
        .findFirst();
  }

  /** The disk that the kernel calls by the name of the attachment, and no other. */
  private Optional<Device> byAttachment(VolumePart whole, Optional<String> hint) {
    if (!source.accepted().contains(Evidence.ATTACHMENT_NAME)) {
      return Optional.empty();
    }
    Optional<Path> node = hint.flatMap(this::underRoot);
    Optional<DeviceNumber> number = node.flatMap(nodes::number);
    if (number.isEmpty() || !number.equals(system.number(name(node.get())))) {
      return Optional.empty();
    }
    attached.attached(system.directory(number.get()), whole.id());
    return proven(whole, node.get());
  }

  private static String name(Path node) {
    return String.valueOf(node.getFileName());
  }

  private Path node(String name, Optional<DeviceNumber> wanted) {
    Path node = source.root().resolve(name);
    return wanted.isEmpty() || nodes.number(node).equals(wanted)
        ? node
        : nodes.make(name, wanted.get());
  }

  private Optional<Device> proven(VolumePart volume, Path name) {
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

  private MissingDevice missing(VolumePart volume, Optional<String> hint, Duration waited) {
    return new MissingDevice(
        volume,
        names(volume.id(), hint).toList(),
        waited,
        new MissingDevice.Machine(system, proof, nodes));
  }
}
