package example.ebs.csi.server;

import example.ebs.csi.failure.CallEnd;
import example.ebs.csi.work.VolumeCalls;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/**
 * Counts and times RPCs as {@code csi_operations_seconds}, by method and status. Failures are timed
 * too; what hangs has not ended, and is told while it does.
 */
public final class CallMetrics implements CallEnd.Listener {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofSeconds(60),
    Duration.ofSeconds(120),
  };

  private final MeterRegistry registry;
  private final String driver;

  public CallMetrics(MeterRegistry registry, DriverIdentity driver) {
    this.registry = registry;
    this.driver = driver.name();
  }

  /**
   * Tells from now on how many calls, and loops beside them, hang, as {@code csi_operations_hung},
   * and the age of the oldest that is under way, as {@code csi_operations_oldest_seconds}.
   */
  public void watch(VolumeCalls calls) {
    Gauge.builder("csi.operations.hung", calls, each -> each.hanging().size())
        .description(
            "CSI calls for a volume, and work of the node's own loops, that have been under way for 30 seconds or more")
        .tag("driver_name", driver)
        .register(registry);
    Gauge.builder("csi.operations.oldest", calls, each -> each.oldest().toSeconds())
        .description("How long the oldest of them has been under way")
        .baseUnit("seconds")
        .tag("driver_name", driver)
        .register(registry);
  }

  @Override
  public void ended(CallEnd call) {
    Timer.builder("csi.operations")
        .description("CSI calls served, by method and gRPC status")
        .tag("driver_name", driver)
        .tag("method_name", call.shortMethod())
        .tag("grpc_status_code", call.code())
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(call.took());
  }
}
