package example.ebs.csi.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.server.CallMetrics;
import example.ebs.csi.server.DriverIdentity;
import example.ebs.csi.time.SteppedPause;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is told of calls that hang, by a clock that the test sets. */
final class VolumeCallsTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final InstantSource time = now::get;
  private final Clock clock = time.withZone(ZoneOffset.UTC);
  private final VolumeCalls calls = new VolumeCalls(clock);
  private final SteppedPause pause = new SteppedPause();
  private final HungCalls watch = new HungCalls(calls, clock, pause);
  private final CountDownLatch end = new CountDownLatch(1);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(HungCalls.class);

  @BeforeEach
  void begin() throws InterruptedException {
    logger.setLevel(Level.INFO);
    lines.start();
    logger.addAppender(lines);
    watch.start();
    pause.begun();
    calls.begin("NodeStageVolume", "vol-1", this::hang);
    while (calls.begun().isEmpty()) {
      Thread.onSpinWait();
    }
  }

  @AfterEach
  void stop() {
    end.countDown();
    watch.close();
    logger.detachAppender(lines);
    logger.setLevel(null);
  }

  @Test
  void aCallThatGetsNoThreadIsRefusedAndTakesNoPlaceOfItsVolume() {
    AtomicBoolean none = new AtomicBoolean(true);
    VolumeCalls crowded =
        new VolumeCalls(
            clock,
            work -> {
              if (none.get()) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              return Thread.ofPlatform().daemon().unstarted(work);
            });
    for (int tries = 0; tries < 40; tries++) {
      assertThatThrownBy(() -> crowded.begin("NodeStageVolume", "vol-2", () -> {}))
          .isInstanceOf(Failure.Unavailable.class)
          .hasMessageContaining("has no thread to run on (unable to create native thread)");
    }

    none.set(false);

    assertThatCode(() -> crowded.begin("NodeStageVolume", "vol-2", () -> {}))
        .doesNotThrowAnyException();
    crowded.shutdown();
    assertThatThrownBy(() -> crowded.begin("NodeStageVolume", "vol-2", () -> {}))
        .isInstanceOf(Failure.Unavailable.class);
  }

  @Test
  void aCallHangsOnceItHasTakenHalfAMinute() {
    now.set(now.get().plusSeconds(29));
    assertThat(calls.hanging()).isEmpty();

    now.set(now.get().plusSeconds(1));
    assertThat(calls.hanging()).hasSize(1);
  }

  @Test
  void whileACallHangsNoOtherOfItsMethodIsBegunForItsVolume() {
    assertThatCode(() -> calls.begin("NodeStageVolume", "vol-1", () -> {}))
        .as("before it counts as hung")
        .doesNotThrowAnyException();
    now.set(now.get().plusSeconds(30));

    assertThatThrownBy(() -> calls.begin("NodeStageVolume", "vol-1", () -> {}))
        .isInstanceOf(Failure.InProgress.class)
        .hasMessageContaining("is not begun beside one that may hang")
        .hasMessageContaining("called by VolumeCallsTest.hang");
    assertThatCode(
            () -> {
              calls.begin("NodeUnpublishVolume", "vol-1", () -> {});
              calls.begin("NodeStageVolume", "vol-2", () -> {});
            })
        .doesNotThrowAnyException();
  }

  @Test
  void whatIsDoneBesideTheCallsIsCountedAndTold() throws Exception {
    UnderWay removal = UnderWay.here(clock);
    calls.watch(() -> List.of(removal));

    after(31);

    assertThat(calls.hanging()).contains(removal);
    assertThat(told()).anyMatch(line -> line.startsWith(removal.what()));
  }

  @Test
  void metricsCountWhatHangsAndSayHowOldTheOldestIs() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new CallMetrics(registry, new DriverIdentity("ebs.example", "1")).watch(calls);

    now.set(now.get().plusSeconds(184));

    assertThat(registry.scrape())
        .contains("csi_operations_hung{driver_name=\"ebs.example\"} 1.0")
        .contains("csi_operations_oldest_seconds{driver_name=\"ebs.example\"} 184.0");
  }

  @Test
  void theLogTellsWhatHangsWhereAndForHowLongAndAgainAtTwiceTheAge() throws Exception {
    after(31);
    after(10);
    assertThat(told())
        .singleElement()
        .asString()
        .startsWith(
            "NodeStageVolume of volume vol-1, under way since 1970-01-01T00:00:00Z (for 31 s), now"
                + " in CountDownLatch.await, called by VolumeCallsTest.hang");

    after(21);

    assertThat(told()).hasSize(2).last().asString().contains("(for 62 s)");
  }

  @Test
  void theLogTellsThatACallHasComeBack() throws Exception {
    after(31);
    end.countDown();
    while (!calls.begun().isEmpty()) {
      Thread.onSpinWait();
    }

    after(10);

    assertThat(told())
        .last()
        .asString()
        .startsWith("a call that took long has ended: NodeStageVolume of volume vol-1");
  }

  private void after(int seconds) throws InterruptedException {
    now.set(now.get().plusSeconds(seconds));
    pause.step();
  }

  private List<String> told() {
    return List.copyOf(lines.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private void hang() {
    try {
      end.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
