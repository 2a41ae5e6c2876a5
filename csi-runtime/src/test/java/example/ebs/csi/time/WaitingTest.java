package example.ebs.csi.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import example.ebs.csi.failure.Failure;
import io.grpc.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class WaitingTest {
  private static final Backoff DOUBLING =
      new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(3));
  private final DrivenTime time = new DrivenTime();
  private final Waiting waiting = new Waiting(time, time);

  @Test
  void anAnswerThatIsThereAtOnceCostsNoPause() {
    assertThat(waiting.until("it", in(10), DOUBLING, () -> Optional.of("yes"))).isEqualTo("yes");
    assertThat(time.pauses()).isEmpty();
  }

  @Test
  void pausesGrowUpToTheLongest() {
    Queue<Optional<String>> answers = new ArrayDeque<>(List.of(none(), none(), none(), none()));
    answers.add(Optional.of("yes"));

    waiting.until("it", in(100), DOUBLING, answers::remove);

    assertThat(time.pauses()).containsExactly(seconds(1), seconds(2), seconds(3), seconds(3));
  }

  @Test
  void givesUpAtTheDeadlineAndSaysWhatItWaitedFor() {
    assertThatThrownBy(() -> waiting.until("vol-1 to appear", in(4), DOUBLING, Optional::empty))
        .isInstanceOf(Failure.TimedOut.class)
        .hasMessageContaining("waited 4 s for vol-1 to appear; it may still happen, ask again");
    assertThat(time.pauses())
        .as("the last pause ends at the deadline")
        .containsExactly(seconds(1), seconds(2), seconds(1));
  }

  @Test
  void aLongWaitIsLoggedWithItsReasonAfterTwoSecondsAndThenEachHalfMinute() {
    Logger logger = (Logger) LoggerFactory.getLogger(LongWait.class);
    logger.setLevel(Level.INFO);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    try {
      assertThatThrownBy(
              () ->
                  waiting.untilFound(
                      "a friend", in(60), DOUBLING, () -> new Look.NotYet<>("nobody knocked")))
          .hasMessage("waited 60 s for a friend: nobody knocked; it may still happen, ask again");
    } finally {
      logger.detachAppender(lines);
    }

    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "waiting for a friend: nobody knocked (since 3 s, and for 57 s more)",
            "waiting for a friend: nobody knocked (since 33 s, and for 27 s more)");
  }

  @Test
  void whoWantsToKnowIsToldAfterEachLookInVain() {
    List<String> told = new ArrayList<>();
    Queue<Look<String>> looks =
        new ArrayDeque<>(List.of(new Look.NotYet<>("absent"), new Look.NotYet<>("")));
    looks.add(new Look.Found<>("yes"));

    waiting.telling(told::add).untilFound("it", in(10), DOUBLING, looks::remove);

    assertThat(told).containsExactly("waiting for it: absent", "waiting for it");
  }

  @Test
  void asksOnceMoreAtTheDeadlineItself() {
    Queue<Optional<String>> answers =
        new ArrayDeque<>(List.of(none(), Optional.of("just in time")));

    String answer = waiting.until("it", in(1), DOUBLING, answers::remove);

    assertThat(answer).isEqualTo("just in time");
  }

  @Test
  void aCallWithoutDeadlineWaitsNoLongerThanTheLongest() {
    assertThat(CallDeadline.current(seconds(5), time).end())
        .isEqualTo(Instant.EPOCH.plusSeconds(5));
  }

  @Test
  void aCallersDeadlineIsKept() throws Exception {
    Clock fixed = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try {
      Context.CancellableContext call =
          Context.current().withDeadlineAfter(1, TimeUnit.SECONDS, timer);
      Deadline deadline = call.call(() -> CallDeadline.current(seconds(60), fixed));

      assertThat(deadline.end()).isBetween(Instant.EPOCH, Instant.EPOCH.plusSeconds(1));
      call.close();
    } finally {
      timer.shutdownNow();
    }
  }

  private Deadline in(int seconds) {
    return Deadline.after(seconds(seconds), time);
  }

  private static Duration seconds(int count) {
    return Duration.ofSeconds(count);
  }

  private static Optional<String> none() {
    return Optional.empty();
  }
}
