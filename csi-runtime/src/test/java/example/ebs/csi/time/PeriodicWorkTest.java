package example.ebs.csi.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PeriodicWorkTest {
  private static final Duration PERIOD = Duration.ofSeconds(7);

  private final BlockingQueue<String> done = new LinkedBlockingQueue<>();
  private final SteppedPause pause = new SteppedPause();
  private final PeriodicWork work = new PeriodicWork("test", PERIOD, this::work, pause);
  private Runnable failure = () -> {};

  @AfterEach
  void close() {
    work.close();
  }

  @Test
  void theWorkIsDoneAtOnceAndThenOnceAPeriod() throws Exception {
    work.start();
    assertThat(pause.begun()).isEqualTo(PERIOD);
    assertThat(done).hasSize(1);

    assertThat(pause.step()).isEqualTo(PERIOD);

    assertThat(done).hasSize(2);
  }

  @Test
  void whateverTheWorkThrowsItIsDoneAgain() throws Exception {
    failure =
        () -> {
          throw new IllegalStateException("a defect");
        };
    work.start();
    pause.begun();
    failure =
        () -> {
          throw new StackOverflowError("another");
        };
    pause.step();
    pause.step();

    assertThat(done).hasSize(3);
  }

  @Test
  void aCloseEndsItAlsoAmidTheWork() throws Exception {
    BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
    failure =
        () -> {
          threads.add(Thread.currentThread());
          pause.pause(Duration.ofHours(1));
        };
    work.start();
    Thread thread = threads.poll(30, TimeUnit.SECONDS);
    assertThat(thread).isNotNull();

    work.close();

    assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
  }

  private void work() {
    done.add("once");
    failure.run();
  }
}
