package example.ebs.node;

import example.ebs.csi.time.Waiting;
import example.ebs.linux.device.LinuxDeviceNodes;
import example.ebs.linux.device.SystemDevices;
import example.ebs.linux.filesystem.Filesystems;
import example.ebs.linux.filesystem.LinuxFilesystems;
import example.ebs.linux.mount.LinuxMounter;
import example.ebs.linux.mount.Mounter;
import example.ebs.linux.path.KubeletDirectory;
import example.ebs.linux.path.Targets;
import example.ebs.linux.process.ProcessCommands;
import example.ebs.linux.system.LinuxFiles;
import example.ebs.linux.system.LinuxMounts;
import example.ebs.node.device.AttachedDisks;
import example.ebs.node.device.VolumeDevices;
import example.ebs.node.publish.DevicePublisher;
import example.ebs.node.publish.FilesystemPublisher;
import example.ebs.node.publish.VolumePublisher;
import example.ebs.node.stage.VolumeStager;
import example.ebs.node.use.VolumeMounts;
import example.ebs.node.use.VolumeUses;
import java.nio.file.Path;

/** Wires the Node service to this machine. */
public final class NodeService {
  private static final Path SYS = Path.of("/sys");
  private static final Path OWN_NODES = Path.of("/run/ebs.example/devices");
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

  private NodeService() {}

  /** A service that is ready to be served; touches nothing until it is called. */
  public static NodeGrpcService create(NodeConfig config) {
    LinuxFiles files = new LinuxFiles();
    VolumeDevices devices =
        new VolumeDevices(
            config.devices(),
            new SystemDevices(SYS),
            new AttachedDisks(notes(config), BOOT),
            new LinuxDeviceNodes(OWN_NODES, files),
            Waiting.real());
    return create(
        config,
        devices,
        new LinuxFilesystems(new ProcessCommands(), files),
        new LinuxMounter(new LinuxMounts(), files),
        new Targets(files));
  }

  /** On the machine itself, in the driver's own folder: a new pod has to find them as well. */
  private static Path notes(NodeConfig config) {
    return config
        .kubeletDirectory()
        .resolve("plugins")
        .resolve(config.driver())
        .resolve("attached-disks");
  }

  static NodeGrpcService create(
      NodeConfig config,
      VolumeDevices devices,
      Filesystems filesystems,
      Mounter mounter,
      Targets targets) {
    return new NodeGrpcService(
        config,
        new NodeRequests(new KubeletDirectory(config.kubeletDirectory())),
        new VolumeStager(devices, filesystems, mounter, targets),
        new VolumePublisher(
            new FilesystemPublisher(devices, mounter, targets),
            new DevicePublisher(devices, filesystems, mounter, targets),
            new VolumeMounts(devices, mounter, targets),
            new VolumeUses(devices, mounter)));
  }
}
