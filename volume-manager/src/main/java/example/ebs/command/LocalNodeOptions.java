package example.ebs.command;

import example.ebs.csi.server.Endpoint;
import example.ebs.local.model.LocalRoots;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a node service is told about local volumes. */
final class LocalNodeOptions {
  private static final String ENDPOINT = "--local-endpoint";

  @Mixin private LocalConfigOption config = new LocalConfigOption();

  @Mixin private LocalRootOption root = new LocalRootOption();

  @Option(
      names = ENDPOINT,
      paramLabel = "SOCKET",
      description =
          "with --storage ebs,local the CSI socket of the local driver (default with --kubernetes: csi.sock in the kubelet's folder plugins/local.NAME)")
  private Optional<String> endpoint = Optional.empty();

  /** Where everything of local volumes lies that nobody says otherwise of. */
  Path root(Problems problems) {
    return root.parse(problems);
  }

  LocalRoots roots(Path root, Problems problems) {
    return config.parse(root, problems);
  }

  /**
   * The local driver's socket beside another driver's.
   *
   * @param usual where it is in a cluster, if this is one
   */
  Optional<Endpoint> endpoint(Optional<String> usual, Problems problems) {
    Optional<String> wanted = endpoint.or(() -> usual);
    if (wanted.isEmpty()) {
      problems.add("--storage ebs,local: needs " + ENDPOINT + ", or --kubernetes");
    }
    return problems.parse(ENDPOINT, wanted, Endpoint::parse);
  }

  /** Notes what was said of a driver that is not served. */
  void check(StorageOption storage, Problems problems) {
    if (!storage.servesLocal() && (config.isGiven() || root.isGiven())) {
      problems.add("--local-config and --local-root go with --storage local or ebs,local");
    }
    if (!(storage.servesLocal() && storage.servesEbs()) && endpoint.isPresent()) {
      problems.add(ENDPOINT + " goes with --storage ebs,local; one driver alone has --endpoint");
    }
  }
}
