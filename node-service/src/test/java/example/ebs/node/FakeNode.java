package example.ebs.node;

import example.ebs.csi.failure.FailureInterceptor;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.VolumeId;
import example.ebs.csi.model.Zone;
import example.ebs.csi.time.Waiting;
import example.ebs.linux.device.DeviceNumber;
import example.ebs.linux.device.DiskNotes;
import example.ebs.linux.device.InMemoryWriteProtection;
import example.ebs.linux.device.SystemDevices;
import example.ebs.linux.filesystem.InMemoryFilesystems;
import example.ebs.linux.mount.FilesystemMount;
import example.ebs.linux.mount.InMemoryMounter;
import example.ebs.linux.mount.MountOptions;
import example.ebs.linux.path.KubeletDirectory;
import example.ebs.linux.path.Place;
import example.ebs.linux.path.TargetPath;
import example.ebs.linux.path.Targets;
import example.ebs.linux.system.LinuxFiles;
import example.ebs.node.device.AttachedDisks;
import example.ebs.node.device.DeviceSource;
import example.ebs.node.device.VolumeDevices;
import example.ebs.node.instance.AttachLimits;
import example.ebs.proto.csi.NodeGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** The node service with mounts and filesystems in memory, for which nobody needs to be root. */
final class FakeNode implements AutoCloseable {
  final InMemoryMounter mounter = new InMemoryMounter();
  final InMemoryFilesystems filesystems = new InMemoryFilesystems();
  final InMemoryWriteProtection protection = new InMemoryWriteProtection();
  private final Path folder;
  private final Server server;
  private final ManagedChannel channel;

  FakeNode(Path temporary) throws IOException {
    folder = temporary.toRealPath();
    Files.createDirectories(deviceRoot().resolve("disk/by-id"));
    Files.createDirectories(kubelet());
    Files.createDirectories(sys().resolve("block"));
    NodeConfig config =
        new NodeConfig(
            "ebs.example",
            new NodeId("i-0123456789abcdef0"),
            new Zone("us-east-1a"),
            AttachLimits.of(25),
            new DeviceSource(deviceRoot(), Set.of()),
            kubelet());
    VolumeDevices devices =
        new VolumeDevices(
            config.devices(),
            new SystemDevices(sys()),
            new AttachedDisks(new DiskNotes(folder.resolve("notes"), folder.resolve("boot"))),
            mounter,
            waiting());
    NodeGrpcService service =
        NodeService.create(
            config, devices, filesystems, mounter, new Targets(new LinuxFiles()), protection);
    String name = InProcessServerBuilder.generateName();
    server =
        InProcessServerBuilder.forName(name)
            .addService(ServerInterceptors.intercept(service, new FailureInterceptor()))
            .build()
            .start();
    channel = InProcessChannelBuilder.forName(name).build();
  }

  NodeGrpc.NodeBlockingStub node() {
    return NodeGrpc.newBlockingStub(channel);
  }

  /** Attaches a volume as an NVMe disk, under its name in {@code disk/by-id}. */
  DeviceNumber attach(String volume, int number) throws IOException {
    Path byId = deviceRoot().resolve("disk/by-id");
    Path node = disk(volume, number);
    String name = "nvme-Amazon_Elastic_Block_Store_" + new VolumeId(volume).serial();
    Files.createSymbolicLink(byId.resolve(name), Path.of("../..").resolve(node.getFileName()));
    return new DeviceNumber(259, number);
  }

  /** Makes an NVMe disk that says it is that volume, under its own name only. */
  Path disk(String volume, int number) throws IOException {
    Path node = Files.createFile(deviceRoot().resolve("nvme" + number + "n1"));
    DeviceNumber device = new DeviceNumber(259, number);
    mounter.declare(node, device);
    Path kernel = Files.createDirectories(sys().resolve("dev/block").resolve(device.toString()));
    Files.createDirectories(kernel.resolve("device"));
    becomes(device, volume);
    Files.writeString(kernel.resolve("ro"), "0\n");
    return node;
  }

  /** From now on the device says that it is that volume. */
  void becomes(DeviceNumber device, String volume) {
    Path kernel = sys().resolve("dev/block").resolve(device.toString());
    try {
      Files.writeString(kernel.resolve("device/serial"), volume.replace("-", "") + "\n");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The device is detached, whatever still has it mounted. */
  void detach(DeviceNumber device) throws IOException {
    Path kernel = sys().resolve("dev/block").resolve(device.toString());
    Files.delete(kernel.resolve("device/serial"));
    Files.delete(kernel.resolve("device"));
    Files.delete(kernel.resolve("ro"));
    Files.delete(kernel);
  }

  /** Mounts at the path what has nothing to do with any volume. */
  void mountForeign(Path path) throws IOException {
    Path source = Files.createFile(folder.resolve("tmpfs"));
    mounter.declare(source, new DeviceNumber(0, 50));
    mountAt(source, path);
  }

  /** Mounts the device at the path, as no call does. */
  void mountDirectly(DeviceNumber device, Path path) throws IOException {
    mountAt(deviceRoot().resolve("nvme" + device.minor() + "n1"), path);
  }

  private void mountAt(Path source, Path path) throws IOException {
    Targets targets = new Targets(new LinuxFiles());
    TargetPath target = new KubeletDirectory(kubelet()).parse("path", path.toString());
    try (Place place = targets.directory(target)) {
      mounter.mount(new FilesystemMount(source, "ext4", MountOptions.NONE), place);
    }
  }

  void makeReadOnly(DeviceNumber device) throws IOException {
    Files.writeString(sys().resolve("dev/block").resolve(device.toString()).resolve("ro"), "1\n");
  }

  Path deviceRoot() {
    return folder.resolve("dev");
  }

  Path kubelet() {
    return folder.resolve("kubelet");
  }

  Path sys() {
    return folder.resolve("sys");
  }

  /** A folder beneath the kubelet's, as the caller of CSI makes it. */
  Path made(String name) throws IOException {
    return Files.createDirectories(kubelet().resolve(name));
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  /** Whoever waits makes the clock move on. */
  private static Waiting waiting() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    InstantSource source = now::get;
    Clock clock = source.withZone(ZoneOffset.UTC);
    return new Waiting(clock, (Duration length) -> now.updateAndGet(time -> time.plus(length)));
  }
}
