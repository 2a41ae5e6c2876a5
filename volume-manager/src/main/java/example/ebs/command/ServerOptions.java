package example.ebs.command;

import example.ebs.csi.health.HttpEndpoint;
import example.ebs.csi.server.Endpoint;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a CSI process listens. */
final class ServerOptions {
  static final String DEFAULT_ENDPOINT = "unix:///run/csi/csi.sock";

  @Option(
      names = "--endpoint",
      paramLabel = "SOCKET",
      defaultValue = "${env:CSI_ENDPOINT:-}",
      description =
          "the CSI socket to serve, as unix:///path (default: CSI_ENDPOINT, else "
              + DEFAULT_ENDPOINT
              + "; for ebs node --kubernetes csi.sock in the kubelet's folder plugins/NAME, with the driver's name)")
  private String endpoint = "";

  @Option(
      names = "--http-endpoint",
      paramLabel = "HOST:PORT",
      description =
          "serve /healthz, /readyz and /metrics there; :3301 means every address (default: not served)")
  private Optional<String> httpEndpoint = Optional.empty();

  @Mixin private LoggingOptions logging = new LoggingOptions();

  /** Sets up logging and reads the rest. */
  Optional<Listeners> parse(Problems problems) {
    return parse(DEFAULT_ENDPOINT, problems);
  }

  /** The same, where the socket is another unless something else is said. */
  Optional<Listeners> parse(String defaultEndpoint, Problems problems) {
    logging.apply();
    Optional<HttpEndpoint> http =
        problems.parse("--http-endpoint", httpEndpoint, HttpEndpoint::parse);
    return problems
        .parse("--endpoint", endpoint.isEmpty() ? defaultEndpoint : endpoint, Endpoint::parse)
        .map(socket -> new Listeners(socket, http));
  }

  /** What a process listens on. */
  record Listeners(Endpoint endpoint, Optional<HttpEndpoint> http) {}
}
