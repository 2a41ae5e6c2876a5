package example.ebs.command;

import example.ebs.command.signal.StopSignal;
import example.ebs.csi.failure.CallEnd;
import example.ebs.csi.health.HealthServer;
import example.ebs.csi.health.HttpEndpoint;
import example.ebs.csi.health.Readiness;
import example.ebs.csi.server.CallLog;
import example.ebs.csi.server.CallMetrics;
import example.ebs.csi.server.DriverIdentity;
import example.ebs.csi.server.IdentityGrpcService;
import example.ebs.csi.server.UnixSocketServer;
import io.grpc.BindableService;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process that serves CSI until it is told to stop, and then drains. */
final class ServiceProcess {
  static final DriverIdentity DRIVER = new DriverIdentity("ebs.example", Version.text());
  private static final Logger LOG = LoggerFactory.getLogger(ServiceProcess.class);

  private ServiceProcess() {}

  /** Serves until SIGTERM or SIGINT, then lets calls under way end. */
  static void run(ServerOptions.Listeners listeners, List<BindableService> services) {
    List<CallEnd.Listener> told = new ArrayList<>(List.of(new CallLog()));
    Optional<HealthServer> health = listeners.http().map(http -> health(http, told));
    UnixSocketServer server =
        UnixSocketServer.start(listeners.endpoint(), withIdentity(services), told);
    LOG.atInfo()
        .addKeyValue("driver", DRIVER.name())
        .addKeyValue("version", DRIVER.version())
        .addKeyValue("endpoint", listeners.endpoint().uri())
        .log("serving");
    try (StopSignal _ = StopSignal.onReceived(server::close)) {
      server.awaitClosed();
    }
    health.ifPresent(HealthServer::close);
  }

  private static List<BindableService> withIdentity(List<BindableService> services) {
    List<BindableService> all = new ArrayList<>(services);
    all.add(new IdentityGrpcService(DRIVER, Readiness.always()));
    return all;
  }

  /** Metrics cost memory, so they are kept only where somebody can read them. */
  private static HealthServer health(HttpEndpoint endpoint, List<CallEnd.Listener> told) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    told.add(new CallMetrics(registry, DRIVER));
    return HealthServer.start(endpoint, Readiness.always(), registry::scrape);
  }
}
