package example.ebs.local;

import example.ebs.csi.lock.KeyedLocks;
import example.ebs.csi.time.Waiting;
import example.ebs.csi.work.SeparateTasks;
import example.ebs.linux.device.DeviceNodes;
import example.ebs.linux.device.LinuxDeviceNodes;
import example.ebs.linux.device.SystemDevices;
import example.ebs.linux.filesystem.Filesystems;
import example.ebs.linux.filesystem.LinuxFilesystems;
import example.ebs.linux.loop.LinuxLoopDevices;
import example.ebs.linux.loop.LoopDevices;
import example.ebs.linux.loop.PatientLoopDevices;
import example.ebs.linux.mount.LinuxMounter;
import example.ebs.linux.mount.Mounter;
import example.ebs.linux.path.Targets;
import example.ebs.linux.process.ProcessCommands;
import example.ebs.linux.quota.LinuxProjectQuota;
import example.ebs.linux.quota.ProjectQuota;
import example.ebs.linux.system.LinuxFiles;
import example.ebs.linux.system.LinuxLoops;
import example.ebs.linux.system.LinuxMounts;
import example.ebs.linux.system.LinuxQuotas;
import example.ebs.local.limit.Limits;
import example.ebs.local.limit.VolumeImages;
import example.ebs.local.publish.LocalPublisher;
import example.ebs.local.stats.UsageReader;
import example.ebs.local.store.Stores;
import example.ebs.local.volume.NodeVolumes;
import example.ebs.local.volume.VolumeHistory;
import example.ebs.local.volume.VolumeMaker;
import example.ebs.local.volume.VolumeRemover;
import example.ebs.local.volume.VolumeUses;
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
   * @param tasks on which is done what may hang beside a call
   * @param clock by which long removals end
   */
  record Machine(
      LinuxFiles files,
      Mounter mounter,
      DeviceNodes nodes,
      Disks disks,
      SeparateTasks tasks,
      Clock clock) {}

  /** What can be done with filesystems, and the files that hold them. */
  record Disks(LoopDevices loops, Filesystems filesystems, ProjectQuota quota) {}

  /**
   * The service of this machine.
   *
   * @param history asked before a claim's volume is made
   */
  public static LocalNodeService create(LocalNodeConfig config, VolumeHistory history) {
    LinuxFiles files = new LinuxFiles();
    DeviceNodes nodes = new LinuxDeviceNodes(OWN_NODES, files);
    SeparateTasks tasks = new SeparateTasks(Clock.systemUTC());
    return create(
        config,
        new Machine(
            files,
            new LinuxMounter(new LinuxMounts(), files),
            nodes,
            new Disks(
                new PatientLoopDevices(
                    new LinuxLoopDevices(
                        DEVICES, new SystemDevices(SYS), nodes, new LinuxLoops(), tasks),
                    Waiting.real()),
                new LinuxFilesystems(new ProcessCommands(), files),
                new LinuxProjectQuota(new LinuxQuotas())),
            tasks,
            Clock.systemUTC()),
        history);
  }

  static LocalNodeService create(LocalNodeConfig config, Machine machine, VolumeHistory history) {
    KeyedLocks locks = new KeyedLocks();
    Targets targets = new Targets(machine.files());
    Mounter mounter = machine.mounter();
    ProjectQuota quota = machine.disks().quota();
    VolumeImages images = new VolumeImages(machine.disks().loops());
    Limits limits = Limits.of(images, quota, machine.disks().filesystems(), mounter, targets);
    SeparateTasks tasks = machine.tasks();
    Stores stores =
        new Stores(config.roots(), config.node(), config.folder(), machine.files(), tasks);
    VolumeRemover remover =
        new VolumeRemover(
            limits, new VolumeUses(mounter, images, machine.nodes()), machine.clock());
    VolumeMaker maker = new VolumeMaker(stores, limits, quota, remover, history);
    LocalVolumes volumes = new NodeVolumes(stores, remover, locks, tasks);
    LocalPublisher.Machine publishing =
        new LocalPublisher.Machine(
            mounter, targets, machine.nodes(), config.kubeletDirectory(), machine.clock());
    return new LocalNodeService(
        new LocalNodeGrpcService(
            config,
            new LocalPublisher(stores, maker, remover, limits, publishing),
            new UsageReader(stores, quota, mounter, targets),
            locks,
            tasks),
        new LocalControllerGrpcService(config, stores, maker, volumes, locks),
        volumes);
  }
}
