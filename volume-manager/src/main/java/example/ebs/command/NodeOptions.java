package example.ebs.command;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What the node service is told on the command line. */
final class NodeOptions {
  @Option(
      names = "--node-id",
      paramLabel = "INSTANCE",
      description = "EC2 instance id of this machine (default: asked of the instance metadata service)")
  private Optional<String> nodeId = Optional.empty();

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "availability zone of this machine (default: asked of the instance metadata service)")
  private Optional<String> zone = Optional.empty();

  @Option(
      names = "--volume-attach-limit",
      paramLabel = "COUNT",
      description = "how many volumes this node can take (default: from the instance's own facts)")
  private Optional<Integer> attachLimit = Optional.empty();

  @Option(
      names = "--device-root",
      paramLabel = "DIR",
      description = "where this machine's devices are (default: /dev)")
  private Optional<Path> deviceRoot = Optional.empty();

  @Option(
      names = "--kubelet-dir",
      paramLabel = "DIR",
      description = "the only folder in which volumes are staged and published")
  private Optional<Path> kubeletDirectory = Optional.empty();
}
