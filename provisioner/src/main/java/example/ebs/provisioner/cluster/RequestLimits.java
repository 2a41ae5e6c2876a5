package example.ebs.provisioner.cluster;

import example.ebs.csi.time.Pause;
import example.ebs.provisioner.loop.RunningLoop;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How often a loop asks the API server: {@value #BURST} times at once, and {@value #PER_SECOND}
 * times a second from then on, first come first served. Whoever is over that waits.
 *
 * <p>Each loop has its own, so that none waits for another; and what is no loop's work, such as
 * renewing the lease and following watches, never waits. Safe for many threads.
 */
public final class RequestLimits implements Interceptor {
  /** As many as a claim needs in its whole life, for a hundred claims. */
  static final int BURST = 500;

  static final int PER_SECOND = 100;

  private static final Duration EACH = Duration.ofSeconds(1).dividedBy(PER_SECOND);

  private final Clock clock;
  private final Pause pause;

  /** Until when each loop's requests are used up, at one for each interval. */
  private final Map<String, Instant> usedUntil = new HashMap<>();

  public RequestLimits(Clock clock, Pause pause) {
    this.clock = clock;
    this.pause = pause;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    RunningLoop.name().map(this::take).filter(Duration::isPositive).ifPresent(pause::pause);
  }

  /** Takes one of the loop's requests, and says how long it is until it may go out. */
  synchronized Duration take(String loop) {
    Instant now = clock.instant();
    Instant used = usedUntil.getOrDefault(loop, now);
    Instant after = (used.isBefore(now) ? now : used).plus(EACH);
    usedUntil.put(loop, after);
    return Duration.between(now, after).minus(EACH.multipliedBy(BURST));
  }
}
