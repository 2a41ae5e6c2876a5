package example.ebs.provisioner.loop;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;

/**
 * How long objects wait for their loop as {@code ebs_loop_wait_seconds}, and how long a look at one
 * takes as {@code ebs_loop_work_seconds}, by loop and outcome.
 */
public record LoopMetrics(MeterRegistry registry) {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(2),
    Duration.ofSeconds(10),
    Duration.ofSeconds(60),
  };

  void waited(String loop, Duration time) {
    Timer.builder("ebs.loop.wait")
        .description("from the moment an object is due until its loop looks at it")
        .tag("loop", loop)
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(time);
  }

  void worked(String loop, Outcome outcome, Duration time) {
    Timer.builder("ebs.loop.work")
        .description("one look at an object, with the calls that it makes")
        .tag("loop", loop)
        .tag("outcome", outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT))
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(time);
  }
}
