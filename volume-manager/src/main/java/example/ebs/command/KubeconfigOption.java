package example.ebs.command;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How to reach the cluster. */
final class KubeconfigOption {
  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "how to reach the cluster (default: KUBECONFIG, else the pod's service account, else ~/.kube/config)")
  private Optional<Path> file = Optional.empty();

  Optional<Path> file() {
    return file;
  }
}
