package example.ebs.provisioner.cluster;

import example.ebs.csi.time.Pause;
import example.ebs.csi.time.Rate;
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

  private static final Rate RATE = new Rate(BURST, Duration.ofSeconds(1).dividedBy(PER_SECOND));

  private final Clock clock;
  private final Pause pause;

  /** Until when each loop's requests are used up. */
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
    Instant after = RATE.taken(usedUntil.getOrDefault(loop, now), now);
    usedUntil.put(loop, after);
    return RATE.wait(after, now);
  }
}
