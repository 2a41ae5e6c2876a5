package example.ebs.node.local;

import example.ebs.csi.lock.KeyedLocks;
import example.ebs.csi.time.Waiting;
import example.ebs.node.device.DeviceNodes;
import example.ebs.node.device.LinuxDeviceNodes;
import example.ebs.node.device.SystemDevices;
import example.ebs.node.filesystem.Filesystems;
import example.ebs.node.filesystem.LinuxFilesystems;
import example.ebs.node.local.limit.Limits;
import example.ebs.node.local.limit.VolumeImages;
import example.ebs.node.local.publish.LocalPublisher;
import example.ebs.node.local.stats.UsageReader;
import example.ebs.node.local.store.Stores;
import example.ebs.node.local.volume.NodeVolumes;
import example.ebs.node.local.volume.VolumeHistory;
import example.ebs.node.local.volume.VolumeMaker;
import example.ebs.node.local.volume.VolumeRemover;
import example.ebs.node.local.volume.VolumeUses;
import example.ebs.node.loop.LinuxLoopDevices;
import example.ebs.node.loop.LoopDevices;
import example.ebs.node.loop.PatientLoopDevices;
import example.ebs.node.mount.LinuxMounter;
import example.ebs.node.mount.Mounter;
import example.ebs.node.path.Targets;
import example.ebs.node.process.ProcessCommands;
import example.ebs.node.quota.LinuxProjectQuota;
import example.ebs.node.quota.ProjectQuota;
import example.ebs.node.system.LinuxFiles;
import example.ebs.node.system.LinuxLoops;
import example.ebs.node.system.LinuxMounts;
import example.ebs.node.system.LinuxQuotas;
import java.nio.file.Path;
import java.time.Clock;

/**
 * Wires the service of local volumes to this machine; touches nothing until it is called.
 *
 * @param controller for this one node, where no provisioner plans its claims
 */
public record LocalNodeService(
    LocalNodeGrpcService node, LocalControllerGrpcService controller, LocalVolumes volumes) {
  private static final Path DEVICES = Path.of("/dev");
  private static final Path SYS = Path.of("/sys");
  private static final Path OWN_NODES = Path.of("/run/ebs.example/devices");

  /**
   * What of the machine it needs.
   *
   * @param clock by which long removals end
   */
  record Machine(
      LinuxFiles files,
      Mounter mounter,
      DeviceNodes nodes,
      LoopDevices loops,
      Disks disks,
      Clock clock) {}

  /** What can be done with filesystems. */
  record Disks(Filesystems filesystems, ProjectQuota quota) {}

  /**
   * The service of this machine.
   *
   * @param history asked before a claim's volume is made
   */
  public static LocalNodeService create(LocalNodeConfig config, VolumeHistory history) {
    LinuxFiles files = new LinuxFiles();
    DeviceNodes nodes = new LinuxDeviceNodes(OWN_NODES, files);
    return create(
        config,
        new Machine(
            files,
            new LinuxMounter(new LinuxMounts(), files),
            nodes,
            new PatientLoopDevices(
                new LinuxLoopDevices(DEVICES, new SystemDevices(SYS), nodes, new LinuxLoops()),
                Waiting.real()),
            new Disks(
                new LinuxFilesystems(new ProcessCommands(), files),
                new LinuxProjectQuota(new LinuxQuotas())),
            Clock.systemUTC()),
        history);
  }

  static LocalNodeService create(LocalNodeConfig config, Machine machine, VolumeHistory history) {
    KeyedLocks locks = new KeyedLocks();
    Targets targets = new Targets(machine.files());
    Mounter mounter = machine.mounter();
    ProjectQuota quota = machine.disks().quota();
    VolumeImages images = new VolumeImages(machine.loops());
    Limits limits = Limits.of(images, quota, machine.disks().filesystems(), mounter, targets);
    Stores stores = new Stores(config.roots(), config.node(), config.folder(), machine.files());
    VolumeRemover remover =
        new VolumeRemover(
            limits, new VolumeUses(mounter, images, machine.nodes()), machine.clock());
    VolumeMaker maker = new VolumeMaker(stores, limits, quota, remover, history);
    LocalVolumes volumes = new NodeVolumes(stores, remover, locks);
    LocalPublisher.Machine publishing =
        new LocalPublisher.Machine(
            mounter, targets, machine.nodes(), config.kubeletDirectory(), machine.clock());
    return new LocalNodeService(
        new LocalNodeGrpcService(
            config,
            new LocalPublisher(stores, maker, remover, limits, publishing),
            new UsageReader(stores, quota, mounter, targets),
            locks),
        new LocalControllerGrpcService(config, stores, maker, volumes, locks),
        volumes);
  }
}
