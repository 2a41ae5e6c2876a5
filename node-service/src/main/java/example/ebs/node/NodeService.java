package example.ebs.node;

import example.ebs.csi.time.Waiting;
import example.ebs.linux.device.DiskNotes;
import example.ebs.linux.device.LinuxDeviceNodes;
import example.ebs.linux.device.LinuxWriteProtection;
import example.ebs.linux.device.SystemDevices;
import example.ebs.linux.device.WriteProtection;
import example.ebs.linux.filesystem.Filesystems;
import example.ebs.linux.filesystem.LinuxFilesystems;
import example.ebs.linux.mount.LinuxMounter;
import example.ebs.linux.mount.Mounter;
import example.ebs.linux.path.KubeletDirectory;
import example.ebs.linux.path.Targets;
import example.ebs.linux.process.Commands;
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
    return create(config, new ProcessCommands());
  }

  static NodeGrpcService create(NodeConfig config, Commands commands) {
    LinuxFiles files = new LinuxFiles();
    SystemDevices system = new SystemDevices(SYS);
    VolumeDevices devices =
        new VolumeDevices(
            config.devices(),
            system,
            new AttachedDisks(new DiskNotes(notes(config, "attached-disks"), BOOT)),
            new LinuxDeviceNodes(OWN_NODES, files),
            Waiting.real());
    return create(
        config,
        devices,
        new LinuxFilesystems(commands, files),
        new LinuxMounter(new LinuxMounts(), files),
        new Targets(files),
        new LinuxWriteProtection(
            commands, files, system, new DiskNotes(notes(config, "protected-disks"), BOOT)));
  }

  /** On the machine itself, in the driver's own folder: a new pod has to find them as well. */
  private static Path notes(NodeConfig config, String name) {
    return config.kubeletDirectory().resolve("plugins").resolve(config.driver()).resolve(name);
  }

  static NodeGrpcService create(
      NodeConfig config,
      VolumeDevices devices,
      Filesystems filesystems,
      Mounter mounter,
      Targets targets,
      WriteProtection protection) {
    return new NodeGrpcService(
        config,
        new NodeRequests(new KubeletDirectory(config.kubeletDirectory())),
        new VolumeStager(devices, filesystems, mounter, targets, protection),
        new VolumePublisher(
            new FilesystemPublisher(devices, mounter, targets),
            new DevicePublisher(devices, filesystems, mounter, targets, protection),
            new VolumeMounts(devices, mounter, targets),
            new VolumeUses(devices, mounter)));
  }
}
