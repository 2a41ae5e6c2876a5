package example.ebs.command;

import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.Zone;
import example.ebs.csi.server.DriverIdentity;
import example.ebs.emulator.Emulator;
import example.ebs.node.NodeConfig;
import example.ebs.node.device.DeviceSource;
import example.ebs.node.device.Evidence;
import example.ebs.node.emulated.EmulatedMachine;
import example.ebs.node.instance.AttachLimits;
import example.ebs.node.instance.InstanceSource;
import example.ebs.node.instance.MetadataClient;
import example.ebs.node.instance.NodeIdentity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import picocli.CommandLine.Option;

/** What the node service is told on the command line. */
final class NodeOptions {
  /**
   * Accepts staging and target paths in any folder: for experiments, not for a node of a cluster.
   */
  static final Path ANYWHERE = Path.of("/");

  /** The emulated machine that a process is. */
  private static final String EMULATED_TYPE = "m5.large";

  @Option(
      names = "--node-id",
      paramLabel = "INSTANCE",
      description =
          "EC2 instance id of this machine (default: asked of the instance metadata service, then of the Node object)")
  private Optional<String> nodeId = Optional.empty();

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description =
          "availability zone of this machine (default: asked of the instance metadata service, then of the Node object)")
  private Optional<String> zone = Optional.empty();

  @Option(
      names = "--volume-attach-limit",
      paramLabel = "COUNT",
      description = "how many volumes this node can take (default: from the instance's own facts)")
  private Optional<Integer> attachLimit = Optional.empty();

  @Option(
      names = "--kubelet-dir",
      paramLabel = "DIR",
      description =
          "the only folder in which volumes are staged and published (default: /var/lib/kubelet; for ebs all any)")
  private Optional<Path> kubeletDirectory = Optional.empty();

  @Option(
      names = "--accept-device-by",
      paramLabel = "KIND",
      split = ",",
      description =
          "what may prove a device to be a volume besides its NVMe serial (default: nothing; of an emulator's instance loop-file). loop-file: the name of a loop device's file; attachment-name: the name under which EC2 attached a Xen disk. Both can be wrong: another's data may then be used, or formatted over")
  private Set<Evidence> accepted = Set.of();

  /** The only folder in which volumes may be staged and published, if it was said. */
  Optional<Path> kubeletDirectory() {
    return kubeletDirectory.map(Path::toAbsolutePath);
  }

  /** The name that was said, which to local volumes is any. */
  Optional<String> name() {
    return nodeId;
  }

  /** The zone, if it was said. */
  Optional<Zone> zone() {
    return zone.filter(text -> !text.isBlank()).map(Zone::new);
  }

  /** Whether not all that is to be known of this machine was said, so that others are asked. */
  boolean asksTheMachine() {
    return nodeId.isEmpty() || zone().isEmpty() || attachLimit.isEmpty();
  }

  /** Notes the flag that an instance of an emulator cannot be given. */
  void refuseNodeId(String emulated, Problems problems) {
    nodeId.ifPresent(
        _ ->
            problems.add(
                "--node-id: with " + emulated + " the node is an instance of the emulator"));
  }

  /**
   * This machine, as the flags describe it and, where they do not, as the first source knows it.
   *
   * @param more asked where the instance metadata service does not answer
   */
  Optional<NodeConfig> parse(
      DriverIdentity driver,
      Path deviceRoot,
      Path defaultKubeletDirectory,
      List<InstanceSource> more,
      Problems problems) {
    return problems.check(
        () -> {
          NodeIdentity identity = identity(more, System.getenv());
          return config(
              driver,
              identity.nodeId(),
              identity.zone(),
              identity.attachLimits(),
              new DeviceSource(deviceRoot.toAbsolutePath(), accepted),
              defaultKubeletDirectory);
        });
  }

  private NodeIdentity identity(List<InstanceSource> more, Map<String, String> environment) {
    OptionalInt limit = attachLimit.map(OptionalInt::of).orElse(OptionalInt.empty());
    NodeIdentity.Given given = new NodeIdentity.Given(nodeId.map(NodeId::new), zone(), limit);
    if (MetadataClient.isDisabled(environment)) {
      return NodeIdentity.of(given, more, NodeIdentity::assumedLimit);
    }
    MetadataClient metadata = MetadataClient.fromEnvironment(environment);
    List<InstanceSource> sources = new ArrayList<>(List.of(metadata));
    sources.addAll(more);
    return NodeIdentity.of(given, sources, metadata::attachLimit);
  }

  /** This machine as an instance of an emulator, which puts its devices beneath a folder. */
  Optional<NodeConfig> instance(
      DriverIdentity driver, NodeId id, Zone in, Path deviceRoot, Problems problems) {
    return problems.check(
        () ->
            config(
                driver,
                id,
                in,
                AttachLimits.of(attachLimit.orElse(EmulatedMachine.ATTACH_LIMIT)),
                emulated(deviceRoot.resolve(id.value())),
                NodeConfig.DEFAULT_KUBELET_DIRECTORY));
  }

  /** A new instance of the emulator, in the zone of the flags or else its first. */
  Optional<NodeConfig> parseInstance(
      DriverIdentity driver, Emulator emulator, List<String> zones, Problems problems) {
    String wanted = zone.orElse(zones.getFirst());
    if (!zones.contains(wanted)) {
      problems.add("--zone: the emulator has " + String.join(", ", zones) + ", not " + wanted);
      return Optional.empty();
    }
    return problems.check(
        () -> {
          String instance = emulator.runInstance(wanted, EMULATED_TYPE);
          return config(
              driver,
              new NodeId(instance),
              new Zone(wanted),
              AttachLimits.of(attachLimit.orElse(EmulatedMachine.ATTACH_LIMIT)),
              emulated(emulator.deviceDirectory(instance)),
              ANYWHERE);
        });
  }

  private DeviceSource emulated(Path folder) {
    Set<Evidence> all = EnumSet.of(Evidence.LOOP_FILE);
    all.addAll(accepted);
    return new DeviceSource(folder.toAbsolutePath(), all);
  }

  private NodeConfig config(
      DriverIdentity driver,
      NodeId id,
      Zone in,
      AttachLimits limits,
      DeviceSource devices,
      Path defaultKubeletDirectory) {
    return new NodeConfig(
        driver.name(),
        id,
        in,
        limits,
        devices,
        kubeletDirectory.orElse(defaultKubeletDirectory).toAbsolutePath());
  }
}
