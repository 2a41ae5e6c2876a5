package example.ebs.command;

import example.ebs.node.NodeConfig;
import example.ebs.node.NodeService;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Composition root of the node service. */
@Command(
    name = "node",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Serves CSI Identity and Node on the machine that uses the volumes. Needs root.")
final class NodeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();
  @Mixin private NodeOptions options = new NodeOptions();

  @Option(
      names = "--device-root",
      paramLabel = "DIR",
      description = "where this machine's devices are (default: /dev)")
  private Path deviceRoot = NodeConfig.DEFAULT_DEVICE_ROOT;

  @Override
  public Integer call() {
    Problems problems = new Problems();
    Optional<ServerOptions.Listeners> listeners = server.parse(problems);
    Optional<NodeConfig> config =
        options.parse(deviceRoot, NodeConfig.DEFAULT_KUBELET_DIRECTORY, problems);
    problems.throwIfAny(spec);
    ServiceProcess.run(listeners.orElseThrow(), List.of(NodeService.create(config.orElseThrow())));
    return 0;
  }
}
