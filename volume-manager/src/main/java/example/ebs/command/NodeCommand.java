package example.ebs.command;

import example.ebs.node.NodeConfig;
import example.ebs.node.NodeService;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

  @Override
  public Integer call() {
    Problems problems = new Problems();
    Optional<ServerOptions.Listeners> listeners = server.parse(problems);
    Optional<NodeOptions.Flags> flags = options.parse(problems);
    problems.throwIfAny(spec);
    NodeConfig config = flags.orElseThrow().config();
    ServiceProcess.run(listeners.orElseThrow(), List.of(NodeService.create(config)));
    return 0;
  }
}
