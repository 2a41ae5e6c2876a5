package example.ebs.csi.time;

import example.ebs.csi.failure.Failure;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks a question again and again until it has an answer or the deadline passes. */
public record Waiting(Clock clock, Pause pause) {
  public static Waiting real() {
    return new Waiting(Clock.systemUTC(), Pause.sleeping());
  }

  /**
   * Returns the first answer; asks at least once.
   *
   * @param what what is waited for, as it completes "gave up waiting for …"
   * @throws Failure.TimedOut when the deadline passes first
   */
  public <T> T until(
      String what, Deadline deadline, Backoff backoff, Supplier<Optional<T>> question) {
    for (int attempt = 0; ; attempt++) {
      Optional<T> answer = question.get();
      if (answer.isPresent()) {
        return answer.get();
      }
      Duration left = deadline.left(clock);
      if (left.isZero()) {
        throw new Failure.TimedOut(
            "gave up waiting for " + what + "; it may still happen, ask again");
      }
      Duration delay = backoff.delay(attempt);
      pause.pause(delay.compareTo(left) < 0 ? delay : left);
    }
  }
}
