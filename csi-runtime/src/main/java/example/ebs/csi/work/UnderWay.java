package example.ebs.csi.work;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Something that a thread has begun, as people want to read of it who wait for its end. What it is
 * stands in the thread's name for as long as it is under way.
 *
 * @param what the thread's name when it began, without what it waited for since
 * @param since to the second, for people
 */
public record UnderWay(Thread thread, String what, Instant since) {
  /** Begun now by the thread that calls. */
  public static UnderWay here(Clock clock) {
    Thread thread = Thread.currentThread();
    return new UnderWay(thread, thread.getName(), clock.instant());
  }

  /** How long it has been under way. */
  public Duration age(Clock clock) {
    return Duration.between(since, clock.instant());
  }

  /** What it is, since when, and in which call it is at this moment. */
  public String told(Clock clock) {
    return "%s, under way since %s (for %d s), now in %s"
        .formatted(
            thread.getName(),
            Instant.ofEpochSecond(since.getEpochSecond()),
            age(clock).toSeconds(),
            Whereabouts.of(thread.getStackTrace()));
  }

  /**
   * Until it is closed, the name of this thread also says what the thread waits for. For what the
   * stack does not show, such as the arguments of a program.
   */
  public static Named waitingFor(String what) {
    Thread thread = Thread.currentThread();
    String name = thread.getName();
    thread.setName(name + ": " + what);
    return () -> thread.setName(name);
  }

  /** A longer name of a thread; close it once, on that thread. */
  @FunctionalInterface
  public interface Named extends AutoCloseable {
    @Override
    void close();
  }
}
