package example.ebs.command;

import example.ebs.csi.health.HttpEndpoint;
import example.ebs.csi.server.Endpoint;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Composition root of the loops alone, over the socket of any CSI driver. */
@Command(
    name = "provisioner",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Runs the Kubernetes loops alone, for the CSI driver behind a socket: this one or any other.")
final class ProvisionerCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Mixin private LoggingOptions logging = new LoggingOptions();

  @Option(
      names = "--csi-address",
      paramLabel = "SOCKET",
      description = "the CSI driver's socket (default: " + ServerOptions.DEFAULT_ENDPOINT + ")")
  private String address = ServerOptions.DEFAULT_ENDPOINT;

  @Option(
      names = "--extra-create-metadata",
      description =
          "tell CreateVolume the names of claim and PersistentVolume; not every driver takes them")
  private boolean createMetadata;

  @Option(
      names = "--http-endpoint",
      paramLabel = "HOST:PORT",
      description = "serve /healthz, /readyz and /metrics there (default: not served)")
  private Optional<String> httpEndpoint = Optional.empty();

  @Override
  public Integer call() {
    Problems problems = new Problems();
    logging.apply();
    Optional<Endpoint> driver = problems.parse("--csi-address", address, Endpoint::parse);
    Optional<HttpEndpoint> http =
        problems.parse("--http-endpoint", httpEndpoint, HttpEndpoint::parse);
    problems.throwIfAny(spec);
    boolean well =
        ClusterProcess.loop(driver.orElseThrow(), http, cluster.membership(), createMetadata);
    return well ? 0 : 1;
  }
}
