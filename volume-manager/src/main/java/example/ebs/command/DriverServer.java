package example.ebs.command;

import example.ebs.csi.failure.CallEnd;
import example.ebs.csi.health.Readiness;
import example.ebs.csi.server.CallLog;
import example.ebs.csi.server.CallMetrics;
import example.ebs.csi.server.IdentityGrpcService;
import example.ebs.csi.server.UnixSocketServer;
import io.grpc.BindableService;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A driver that is served.
 *
 * @param services all that are, with Identity
 * @param told of each call
 */
record DriverServer(
    UnixSocketServer server, List<BindableService> services, List<CallEnd.Listener> told)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DriverServer.class);

  /** Serves them all, or none. */
  static List<DriverServer> startAll(
      List<ServedDriver> drivers,
      List<CallEnd.Listener> more,
      Optional<PrometheusMeterRegistry> metrics) {
    List<DriverServer> started = new ArrayList<>();
    try {
      drivers.forEach(driver -> started.add(start(driver, more, metrics)));
    } catch (RuntimeException unable) {
      started.forEach(DriverServer::close);
      throw unable;
    }
    return List.copyOf(started);
  }

  private static DriverServer start(
      ServedDriver driver, List<CallEnd.Listener> more, Optional<PrometheusMeterRegistry> metrics) {
    List<CallEnd.Listener> told = new ArrayList<>(more);
    told.add(new CallLog());
    Optional<CallMetrics> measures =
        metrics.map(registry -> new CallMetrics(registry, driver.socket().driver()));
    measures.ifPresent(told::add);
    List<BindableService> all = new ArrayList<>(driver.services());
    all.add(new IdentityGrpcService(driver.socket().driver(), Readiness.always()));
    UnixSocketServer server = UnixSocketServer.start(driver.socket().endpoint(), all, told);
    measures.ifPresent(each -> each.watch(server.volumeCalls()));
    LOG.atInfo()
        .addKeyValue("driver", driver.socket().driver().name())
        .addKeyValue("version", driver.socket().driver().version())
        .addKeyValue("endpoint", driver.socket().endpoint().uri())
        .log("serving");
    return new DriverServer(server, List.copyOf(all), List.copyOf(told));
  }

  void awaitClosed() {
    server.awaitClosed();
  }

  @Override
  public void close() {
    server.close();
  }
}
