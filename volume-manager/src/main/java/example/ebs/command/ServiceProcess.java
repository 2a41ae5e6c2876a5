package example.ebs.command;

import example.ebs.command.signal.StopSignal;
import example.ebs.csi.failure.CallEnd;
import example.ebs.csi.health.HealthServer;
import example.ebs.csi.health.HttpEndpoint;
import example.ebs.csi.health.Readiness;
import example.ebs.csi.server.DriverIdentity;
import example.ebs.csi.server.SocketWatch;
import example.ebs.csi.time.Pause;
import io.grpc.BindableService;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A process that serves CSI until it is told to stop, and then drains. */
final class ServiceProcess {
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
    return run(
        List.of(new ServedDriver(new DriverSocket(driver, listeners.endpoint()), services)),
        listeners.http(),
        more,
        start);
  }

  /**
   * The same for several drivers, each on a socket of its own.
   *
   * @param drivers of which the first is the one that what is beside them may call
   */
  static boolean run(
      List<ServedDriver> drivers,
      Optional<HttpEndpoint> http,
      List<CallEnd.Listener> more,
      Companion.Start start) {
    // Metrics cost memory, so they are kept only where somebody can read them.
    Optional<PrometheusMeterRegistry> metrics =
        http.map(_ -> new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    List<DriverServer> servers = DriverServer.startAll(drivers, more, metrics);
    MeterRegistry registry =
        metrics.<MeterRegistry>map(found -> found).orElseGet(CompositeMeterRegistry::new);
    DriverServer first = servers.getFirst();
    Companion companion =
        start.start(
            new Companion.Surroundings(
                first.services(), first.told(), registry, () -> close(servers)));
    try (SocketWatch sockets = watch(servers)) {
      Optional<HealthServer> health = health(http, sockets, companion, metrics);
      try (StopSignal _ = StopSignal.onReceived(() -> stop(companion, servers))) {
        servers.forEach(DriverServer::awaitClosed);
      }
      companion.close();
      health.ifPresent(HealthServer::close);
    }
    return companion.isWell();
  }

  /** Sockets that somebody removes come back; a process whose socket cannot is not alive. */
  private static SocketWatch watch(List<DriverServer> servers) {
    SocketWatch watch =
        new SocketWatch(servers.stream().map(DriverServer::server).toList(), Pause.sleeping());
    watch.start();
    return watch;
  }

  /** First what sends calls here, so that it sends none to a socket that is no longer there. */
  private static void stop(Companion companion, List<DriverServer> servers) {
    companion.close();
    close(servers);
  }

  /** All at once, since each may have to wait for calls that hang. */
  private static void close(List<DriverServer> servers) {
    try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
      servers.forEach(server -> together.execute(server::close));
    }
  }

  private static Optional<HealthServer> health(
      Optional<HttpEndpoint> http,
      Readiness alive,
      Companion companion,
      Optional<PrometheusMeterRegistry> metrics) {
    return http.flatMap(
        address ->
            metrics.map(
                registry ->
                    HealthServer.start(
                        address,
                        () -> alive.obstacle().or(companion.liveness()::obstacle),
                        companion.readiness(),
                        registry::scrape)));
  }
}
