package example.ebs.controller.transition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.controller.MovingTime;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.time.Backoff;
import example.ebs.csi.time.Waiting;
import java.lang.Thread.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class TransitionPollerTest {
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofMillis(250), 2, Duration.ofSeconds(2));

  private final MovingTime time = new MovingTime();
  private final Map<String, String> world = new ConcurrentHashMap<>();
  private final List<Set<String>> looks = new CopyOnWriteArrayList<>();
  private final TransitionPoller<String, String> poller =
      new TransitionPoller<>(this::look, BACKOFF, time.waiting());

  @Test
  void theFirstLookIsImmediate() {
    world.put("a", "ready");
    assertThat(poller.await("a", Duration.ofMinutes(1), new Ready())).isEqualTo("ready");
    assertThat(looks).hasSize(1);
    assertThat(time.instant()).isEqualTo(new MovingTime().instant());
  }

  @Test
  void looksGrowApartUntilTheAnswerComes() {
    time.after(Duration.ofSeconds(3), () -> world.put("a", "ready"));
    poller.await("a", Duration.ofMinutes(1), new Ready());
    // At 0, 0.25, 0.75, 1.75 and 3.75 s.
    assertThat(looks).hasSize(5);
  }

  @Test
  void whatDoesNotComeInTimeSaysWhatWasSeenLast() {
    world.put("a", "stuck");
    assertThatThrownBy(() -> poller.await("a", Duration.ofSeconds(30), new Ready()))
        .isInstanceOf(Failure.TimedOut.class)
        .hasMessage("saw Optional[stuck]");
  }

  @Test
  void aFailedLookFailsTheWait() {
    world.put("a", "down");
    assertThatThrownBy(() -> poller.await("a", Duration.ofSeconds(30), new Ready()))
        .isInstanceOf(Failure.Unavailable.class);
  }

  @Test
  void anAnswerThatCannotComeAnyMoreEndsTheWait() {
    world.put("a", "broken");
    assertThatThrownBy(() -> poller.await("a", Duration.ofSeconds(30), new Ready()))
        .isInstanceOf(Failure.PreconditionFailed.class);
    assertThat(looks).hasSize(1);
  }

  @Test
  void aHundredWaitersShareTheirLooks() throws Exception {
    Semaphore ticks = new Semaphore(0);
    Semaphore waiting = new Semaphore(0);
    TransitionPoller<String, String> shared =
        new TransitionPoller<>(
            this::look,
            BACKOFF,
            new Waiting(
                Clock.systemUTC(),
                _ -> {
                  waiting.release();
                  ticks.acquireUninterruptibly();
                }));
    List<FutureTask<String>> answers = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String key = "k" + i;
      answers.add(new FutureTask<>(() -> shared.await(key, Duration.ofMinutes(1), new Ready())));
      threads.add(Thread.ofVirtual().start(answers.getLast()));
    }
    // Somebody looks at once and all the others share a planned look, which the pause holds back.
    waiting.acquire();
    while (!threads.stream().allMatch(thread -> thread.getState() == State.TIMED_WAITING)) {
      Thread.onSpinWait();
    }
    for (int i = 0; i < 100; i++) {
      world.put("k" + i, "ready");
    }
    ticks.release(1_000);
    for (FutureTask<String> answer : answers) {
      assertThat(answer.get()).isEqualTo("ready");
    }
    assertThat(looks).hasSizeLessThan(10);
  }

  @Test
  void aClockThatIsSetBackDelaysNobody() {
    world.put("first", "ready");
    world.put("second", "ready");
    AtomicReference<Runnable> duringALook = new AtomicReference<>(() -> {});
    TransitionPoller<String, String> shared =
        new TransitionPoller<>(
            asked -> {
              duringALook.getAndSet(() -> {}).run();
              return look(asked);
            },
            BACKOFF,
            time.waiting());
    Instant start = time.instant();
    duringALook.set(
        () -> {
          time.pass(Duration.ofHours(-1));
          // Not alone, so it waits for a look that is planned.
          shared.await("second", Duration.ofMinutes(1), new Ready());
        });

    shared.await("first", Duration.ofMinutes(1), new Ready());

    assertThat(Duration.between(start, time.instant()))
        .isEqualTo(BACKOFF.first().minus(Duration.ofHours(1)));
  }

  private Map<String, String> look(Set<String> keys) {
    looks.add(keys);
    if (world.containsValue("down")) {
      throw new Failure.Unavailable("down");
    }
    return keys.stream()
        .filter(world::containsKey)
        .collect(Collectors.toMap(key -> key, key -> world.getOrDefault(key, "")));
  }

  private record Ready() implements Transition<String, String> {
    @Override
    public Optional<String> answer(Optional<String> seen) {
      if (seen.equals(Optional.of("broken"))) {
        throw new Failure.PreconditionFailed("broken");
      }
      return seen.filter(value -> value.equals("ready"));
    }

    @Override
    public String unfinished(Optional<String> seen) {
      return "saw " + seen;
    }
  }
}
