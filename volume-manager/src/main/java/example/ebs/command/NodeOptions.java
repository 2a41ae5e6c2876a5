package example.ebs.command;

import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.Zone;
import example.ebs.emulator.Emulator;
import example.ebs.node.NodeConfig;
import example.ebs.node.instance.MetadataClient;
import example.ebs.node.instance.NodeIdentity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** What the node service is told on the command line. */
final class NodeOptions {
  private static final Logger LOG = LoggerFactory.getLogger(NodeOptions.class);

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

  /** This machine, as the flags describe it and, where they do not, its instance metadata. */
  Optional<NodeConfig> parse(Path deviceRoot, Path defaultKubeletDirectory, Problems problems) {
    OptionalInt limit = attachLimit.map(OptionalInt::of).orElse(OptionalInt.empty());
    return problems.check(
        () -> {
          NodeIdentity identity =
              NodeIdentity.of(
                  nodeId.map(NodeId::new),
                  zone.map(Zone::new),
                  limit,
                  MetadataClient.fromEnvironment(System.getenv()));
          LOG.atInfo()
              .addKeyValue("volumes", identity.attachLimit().volumes())
              .log(identity.attachLimit().source());
          return config(
              identity.nodeId(),
              identity.zone(),
              identity.attachLimit().volumes(),
              deviceRoot,
              defaultKubeletDirectory);
        });
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
    return problems.check(
        () -> {
          String instance = emulator.runInstance(wanted, EMULATED_TYPE);
          return config(
              new NodeId(instance),
              new Zone(wanted),
              attachLimit.orElse(EMULATED_LIMIT),
              emulator.deviceDirectory(instance),
              ANYWHERE);
        });
  }

  private NodeConfig config(
      NodeId id, Zone in, int limit, Path deviceRoot, Path defaultKubeletDirectory) {
    return new NodeConfig(
        id,
        in,
        OptionalInt.of(limit),
        deviceRoot.toAbsolutePath(),
        kubeletDirectory.orElse(defaultKubeletDirectory).toAbsolutePath());
  }
}
