package example.ebs.csi.time;

import example.ebs.csi.failure.Failure;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Asks a question again and again until it has an answer or the deadline passes. A wait of more
 * than two seconds is told in the log.
 *
 * @param told what is waited for, and why, in words, after each look in vain
 */
public record Waiting(Clock clock, Pause pause, Consumer<String> told) {
  /** Told in the log alone. */
  public Waiting(Clock clock, Pause pause) {
    this(clock, pause, _ -> {});
  }

  public static Waiting real() {
    return new Waiting(Clock.systemUTC(), Pause.sleeping());
  }

  /** The same, where somebody is told after each look in vain. */
  public Waiting telling(Consumer<String> told) {
    return new Waiting(clock, pause, told);
  }

  /**
   * Returns the first answer; asks at least once.
   *
   * @param what what is waited for, as it completes "waiting for …"
   * @throws Failure.TimedOut when the deadline passes first
   */
  public <T> T until(
      String what, Deadline deadline, Backoff backoff, Supplier<Optional<T>> question) {
    return untilFound(
        what,
        deadline,
        backoff,
        () -> question.get().<Look<T>>map(Look.Found::new).orElseGet(() -> new Look.NotYet<>("")));
  }

  /**
   * The same, where a look in vain knows why.
   *
   * @throws Failure.TimedOut with the last reason, when the deadline passes first
   */
  public <T> T untilFound(
      String what, Deadline deadline, Backoff backoff, Supplier<Look<T>> question) {
    LongWait wait = new LongWait(what, clock);
    for (int attempt = 0; ; attempt++) {
      switch (question.get()) {
        case Look.Found<T>(T answer) -> {
          return answer;
        }
        case Look.NotYet<T>(String reason) ->
            waitOn(wait, reason, deadline, backoff.delay(attempt));
      }
    }
  }

  private void waitOn(LongWait wait, String reason, Deadline deadline, Duration delay) {
    Duration left = deadline.left(clock);
    told.accept(wait.inVain(reason, left));
    if (left.isZero()) {
      throw new Failure.TimedOut(wait.inVain() + "; it may still happen, ask again");
    }
    pause.pause(delay.compareTo(left) < 0 ? delay : left);
  }
}
