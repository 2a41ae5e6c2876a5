package example.ebs.command;

import example.ebs.command.signal.StopSignal;
import example.ebs.csi.failure.CallEnd;
import example.ebs.csi.health.HealthServer;
import example.ebs.csi.health.Readiness;
import example.ebs.csi.server.CallLog;
import example.ebs.csi.server.CallMetrics;
import example.ebs.csi.server.DriverIdentity;
import example.ebs.csi.server.IdentityGrpcService;
import example.ebs.csi.server.UnixSocketServer;
import io.grpc.BindableService;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process that serves CSI until it is told to stop, and then drains. */
final class ServiceProcess {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceProcess.class);

  private ServiceProcess() {}

  /** Serves until SIGTERM or SIGINT, then lets calls under way end. */
  static void run(
      DriverIdentity driver, ServerOptions.Listeners listeners, List<BindableService> services) {
    var _ = run(driver, listeners, services, List.of(), _ -> Companion.none());
  }

  /**
   * The same, with something beside it.
   *
   * @param more to be told of each call
   * @return whether all came to its end because it was told to
   */
  static boolean run(
      DriverIdentity driver,
      ServerOptions.Listeners listeners,
      List<BindableService> services,
      List<CallEnd.Listener> more,
      Companion.Start start) {
    List<CallEnd.Listener> told = new ArrayList<>(more);
    told.add(new CallLog());
    Optional<PrometheusMeterRegistry> metrics = listeners.http().map(_ -> registry(driver, told));
    List<BindableService> all = withIdentity(driver, services);
    UnixSocketServer server = UnixSocketServer.start(listeners.endpoint(), all, told);
    LOG.atInfo()
        .addKeyValue("driver", driver.name())
        .addKeyValue("version", driver.version())
        .addKeyValue("endpoint", listeners.endpoint().uri())
        .log("serving");
    MeterRegistry registry =
        metrics.<MeterRegistry>map(found -> found).orElseGet(CompositeMeterRegistry::new);
    Companion companion =
        start.start(new Companion.Surroundings(all, told, registry, server::close));
    Optional<HealthServer> health = health(listeners, companion, metrics);
    try (StopSignal _ = StopSignal.onReceived(() -> stop(companion, server))) {
      server.awaitClosed();
    }
    companion.close();
    health.ifPresent(HealthServer::close);
    return companion.isWell();
  }

  /** First what sends calls here, so that it sends none to a socket that is no longer there. */
  private static void stop(Companion companion, UnixSocketServer server) {
    companion.close();
    server.close();
  }

  private static List<BindableService> withIdentity(
      DriverIdentity driver, List<BindableService> services) {
    List<BindableService> all = new ArrayList<>(services);
    all.add(new IdentityGrpcService(driver, Readiness.always()));
    return all;
  }

  /** Metrics cost memory, so they are kept only where somebody can read them. */
  private static PrometheusMeterRegistry registry(
      DriverIdentity driver, List<CallEnd.Listener> told) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    told.add(new CallMetrics(registry, driver));
    return registry;
  }

  private static Optional<HealthServer> health(
      ServerOptions.Listeners listeners,
      Companion companion,
      Optional<PrometheusMeterRegistry> metrics) {
    return listeners
        .http()
        .flatMap(
            http ->
                metrics.map(
                    registry -> HealthServer.start(http, companion.readiness(), registry::scrape)));
  }
}
