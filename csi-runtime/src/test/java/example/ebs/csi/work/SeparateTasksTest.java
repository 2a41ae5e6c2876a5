package example.ebs.csi.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SeparateTasksTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(1);

  private final SeparateTasks tasks = new SeparateTasks(Clock.systemUTC());
  private final CountDownLatch answers = new CountDownLatch(1);
  private final AtomicInteger begun = new AtomicInteger();
  private final List<String> late = new CopyOnWriteArrayList<>();

  @AfterEach
  void answer() {
    answers.countDown();
  }

  @Test
  void aResultOrAFailureIsPassedOn() {
    assertThat(tasks.call("a look", LONG, () -> "found", late::add)).isEqualTo("found");
    assertThatThrownBy(() -> tasks.call("a look", LONG, SeparateTasksTest::fails, late::add))
        .isInstanceOf(Failure.NotFound.class)
        .hasMessage("nothing there");
    assertThat(late).isEmpty();
  }

  @Test
  void whatHangsIsNamedAndOthersGoOn() {
    hang();
    assertThat(tasks.call("another", LONG, () -> "found", late::add)).isEqualTo("found");
  }

  @Test
  void asLongAsItHangsNoOtherOfItsNameIsBegun() {
    hang();
    hang();
    hang();
    while (begun.get() == 0) {
      Thread.onSpinWait(); // A thread that is late may not have begun what is overdue already.
    }
    assertThat(begun).hasValue(1);
  }

  @Test
  void aResultThatComesLateIsHandedOverAndTheNextOneIsBegunAgain() {
    hang();
    answers.countDown();
    while (late.isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(late).containsExactly("at last");
    assertThat(tasks.call("a look", LONG, this::answerAtLast, late::add)).isEqualTo("at last");
    assertThat(late).hasSize(1);
  }

  private void hang() {
    assertThatThrownBy(() -> tasks.call("a look", SHORT, this::answerAtLast, late::add))
        .isInstanceOf(Failure.Unavailable.class)
        .hasMessageContaining("a look has not ended and may hang");
  }

  private String answerAtLast() {
    begun.incrementAndGet();
    try {
      answers.await();
      return "at last";
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static String fails() {
    throw new Failure.NotFound("nothing there");
  }
}
