package example.ebs.csi.work;

import example.ebs.csi.time.Pause;
import example.ebs.csi.time.PeriodicWork;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log of calls that hang: what hangs, where and for how long, again whenever it has
 * doubled its age, and when it has come back.
 */
public final class HungCalls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HungCalls.class);
  private static final Duration LOOK = Duration.ofSeconds(10);

  private final VolumeCalls calls;
  private final Clock clock;
  private final PeriodicWork watch;

  /** What was told, with its age at that time. */
  private final Map<UnderWay, Duration> told = new HashMap<>();

  /** A watch that has not begun. */
  public HungCalls(VolumeCalls calls, Clock clock, Pause pause) {
    this.calls = calls;
    this.clock = clock;
    this.watch = new PeriodicWork("looks for hung calls", LOOK, this::look, pause);
  }

  /** Returns at once. */
  public void start() {
    watch.start();
  }

  @Override
  public void close() {
    watch.close();
  }

  private void look() {
    List<UnderWay> hanging = calls.hanging();
    hanging.forEach(this::tell);
    told.keySet().stream().filter(each -> !hanging.contains(each)).toList().forEach(this::tellEnd);
  }

  private void tell(UnderWay call) {
    Duration age = call.age(clock);
    if (!told.containsKey(call) || age.compareTo(told.get(call).multipliedBy(2)) >= 0) {
      told.put(call, age);
      LOG.warn(
          "{}; if it hangs, look at the device and at what the kernel says of it (dmesg)",
          call.told(clock));
    }
  }

  private void tellEnd(UnderWay call) {
    told.remove(call);
    LOG.info("a call that took long has ended: {}, begun at {}", call.what(), call.since());
  }
}
