package example.ebs.csi.time;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.failure.Failure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Waits that end when the test says so. */
public final class SteppedPause implements Pause {
  private final BlockingQueue<Duration> begun = new LinkedBlockingQueue<>();
  private final Semaphore steps = new Semaphore(0);

  @Override
  public void pause(Duration length) {
    begun.add(length);
    try {
      steps.acquire();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Failure.Unavailable("stopped", interrupted);
    }
  }

  /** Returns once somebody waits, with how long. */
  public Duration begun() throws InterruptedException {
    Optional<Duration> length = Optional.ofNullable(begun.poll(30, TimeUnit.SECONDS));
    assertThat(length).as("somebody waits").isPresent();
    return length.orElseThrow();
  }

  /** Ends the wait that has begun. */
  public void end() {
    steps.release();
  }

  /** Ends the wait that has begun, and returns when the next one has begun, with its length. */
  public Duration step() throws InterruptedException {
    steps.release();
    return begun();
  }
}
