package example.ebs.csi.time;

import java.time.Duration;

/**
 * A sequence of growing delays: {@code first}, then each {@code factor} times the last, never above
 * {@code most}.
 *
 * @param first the delay before the second attempt; positive
 * @param factor at least 1
 * @param most the longest delay
 */
public record Backoff(Duration first, double factor, Duration most) {
  public Backoff {
    if (!first.isPositive() || factor < 1 || most.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "not a growing sequence: " + first + " ×" + factor + " up to " + most);
    }
  }

  /** The delay after the given attempt, counted from 0. */
  public Duration delay(int attempt) {
    double nanos = first.toNanos() * Math.pow(factor, attempt);
    return nanos >= most.toNanos() ? most : Duration.ofNanos((long) nanos);
  }
}
