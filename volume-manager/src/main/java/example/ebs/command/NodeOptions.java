package example.ebs.command;

import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.Zone;
import example.ebs.emulator.Emulator;
import example.ebs.node.NodeConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** What the node service is told on the command line. */
final class NodeOptions {
  /**
   * Accepts staging and target paths in any folder: for experiments, not for a node of a cluster.
   */
  static final Path ANYWHERE = Path.of("/");

  /**
   * The emulated machine that a process is, and what can be attached to it beside its root volume
   * and interface.
   */
  private static final String EMULATED_TYPE = "m5.large";

  private static final int EMULATED_LIMIT = 26;

  @Option(
      names = "--node-id",
      paramLabel = "INSTANCE",
      description =
          "EC2 instance id of this machine (default: asked of the instance metadata service)")
  private Optional<String> nodeId = Optional.empty();

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description =
          "availability zone of this machine (default: asked of the instance metadata service)")
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

  /** This machine, as the flags describe it. */
  Optional<NodeConfig> parse(
      Optional<Path> deviceRoot, Path defaultKubeletDirectory, Problems problems) {
    if (nodeId.isEmpty() || zone.isEmpty()) {
      problems.add("--node-id and --zone: both are needed");
      return Optional.empty();
    }
    return config(
        new NodeId(nodeId.get()),
        new Zone(zone.get()),
        attachLimit.map(OptionalInt::of).orElse(OptionalInt.empty()),
        deviceRoot.orElse(NodeConfig.DEFAULT_DEVICE_ROOT),
        defaultKubeletDirectory,
        problems);
  }

  /** A new instance of the emulator, in the zone of the flags or else its first. */
  Optional<NodeConfig> parseInstance(Emulator emulator, List<String> zones, Problems problems) {
    nodeId.ifPresent(
        _ -> problems.add("--node-id: with --emulator the node is an instance of the emulator"));
    String wanted = zone.orElse(zones.getFirst());
    if (!zones.contains(wanted)) {
      problems.add("--zone: the emulator has " + String.join(", ", zones) + ", not " + wanted);
      return Optional.empty();
    }
    String instance = emulator.runInstance(wanted, EMULATED_TYPE);
    return config(
        new NodeId(instance),
        new Zone(wanted),
        OptionalInt.of(attachLimit.orElse(EMULATED_LIMIT)),
        emulator.deviceDirectory(instance),
        ANYWHERE,
        problems);
  }

  private Optional<NodeConfig> config(
      NodeId id,
      Zone in,
      OptionalInt limit,
      Path devices,
      Path defaultKubeletDirectory,
      Problems problems) {
    Path kubelet = kubeletDirectory.orElse(defaultKubeletDirectory);
    return problems.parse(
        "--volume-attach-limit",
        "",
        _ -> new NodeConfig(id, in, limit, devices.toAbsolutePath(), kubelet.toAbsolutePath()));
  }
}
