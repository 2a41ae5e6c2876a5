package example.ebs.csi.time;

import java.time.Clock;
import java.time.Duration;

/**
 * When to stop waiting so that the caller still hears the answer.
 *
 * <p>A message that comes after the caller has left tells nobody what was waited for, so a tenth of
 * the time, at most half a second, is kept for it.
 */
public final class AnswerableDeadline {
  private static final Duration MOST_RESERVE = Duration.ofMillis(500);

  private AnswerableDeadline() {}

  /**
   * A little before the deadline of the RPC that runs on this thread.
   *
   * @param longest how long to wait for a caller that set no deadline or a later one
   */
  public static Deadline current(Duration longest, Clock clock) {
    Deadline deadline = CallDeadline.current(longest, clock);
    Duration tenth = deadline.left(clock).dividedBy(10);
    Duration reserve = tenth.compareTo(MOST_RESERVE) < 0 ? tenth : MOST_RESERVE;
    return new Deadline(deadline.end().minus(reserve));
  }
}
