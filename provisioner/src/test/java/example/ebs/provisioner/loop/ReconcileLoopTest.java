package example.ebs.provisioner.loop;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.time.Pause;
import example.ebs.csi.time.Waiting;
import example.ebs.provisioner.DrivenClock;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ReconcileLoopTest {
  private static final int MANY = 150;
  private static final int MOST_AT_ONCE = 100;

  private final Semaphore looked = new Semaphore(0);
  private final Semaphore mayEnd = new Semaphore(0);
  private final AtomicInteger atOnce = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();
  private final Collection<ObjectKey> ended = new ConcurrentLinkedQueue<>();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

  @Test
  void looksAtEverythingThereIsAtTheStartAndForgetsWhatCameBefore() throws InterruptedException {
    try (ReconcileLoop loop = loop(this::blocking)) {
      mayEnd.release(MANY);
      loop.enqueue(ObjectKey.of("too-early"));
      loop.start(() -> List.of(ObjectKey.of("a"), ObjectKey.of("b")));
      looked.acquire(2);
      loop.enqueue(ObjectKey.of("c"));
      looked.acquire();
    }
    assertThat(ended).extracting(ObjectKey::name).containsExactlyInAnyOrder("a", "b", "c");
  }

  @Test
  void neverWorksOnAKeyTwiceAtATimeAndLooksOnceMoreAfterwards() throws InterruptedException {
    try (ReconcileLoop loop = loop(this::blocking)) {
      loop.start(() -> List.of(ObjectKey.of("a")));
      looked.acquire();
      loop.enqueue(ObjectKey.of("a"));
      loop.enqueue(ObjectKey.of("a"));
      mayEnd.release(2);
      looked.acquire();
    }
    assertThat(mostAtOnce).hasValue(1);
    assertThat(ended).hasSize(2);
  }

  @Test
  void worksOnAHundredKeysAtOnceAndNoMore() throws InterruptedException {
    try (ReconcileLoop loop = loop(this::blocking)) {
      loop.start(
          () -> IntStream.range(0, MANY).mapToObj(each -> ObjectKey.of("n" + each)).toList());
      looked.acquire(MOST_AT_ONCE);
      mayEnd.release(MANY);
      looked.acquire(MANY - MOST_AT_ONCE);
    }
    assertThat(mostAtOnce).hasValueLessThanOrEqualTo(MOST_AT_ONCE);
    assertThat(ended).hasSize(MANY);
  }

  @Test
  void aHundredThatAreStuckKeepNobodyElseFromWork() throws InterruptedException {
    DrivenClock clock = new DrivenClock();
    try (ReconcileLoop loop =
        loop(this::blocking, () -> true, new Waiting(clock, Pause.sleeping()))) {
      loop.start(
          () ->
              IntStream.range(0, MOST_AT_ONCE).mapToObj(each -> ObjectKey.of("n" + each)).toList());
      looked.acquire(MOST_AT_ONCE);
      clock.advance(WorkSlots.LONG);
      loop.enqueue(ObjectKey.of("healthy"));
      looked.acquire();
      mayEnd.release(MANY);
    }
    assertThat(ended).contains(ObjectKey.of("healthy"));
  }

  @Test
  void whoeverMayNotWorkBeginsNothingUntilItMay() throws InterruptedException {
    AtomicBoolean may = new AtomicBoolean();
    Semaphore asked = new Semaphore(0);
    try (ReconcileLoop loop =
        loop(
            this::blocking,
            () -> {
              asked.release();
              return may.get();
            },
            Waiting.real())) {
      mayEnd.release(MANY);
      loop.start(() -> List.of(ObjectKey.of("a")));
      asked.acquire(2);
      assertThat(ended).isEmpty();
      may.set(true);
      looked.acquire();
    }
    assertThat(ended).hasSize(1);
  }

  @Test
  void aLoopThatHasDiedIsNamed() throws InterruptedException {
    try (ReconcileLoop loop =
        loop(
            this::blocking,
            () -> {
              throw new IllegalStateException("a defect");
            },
            Waiting.real())) {
      assertThat(loop.obstacle()).isEmpty();
      loop.start(List::of);
      while (loop.obstacle().isEmpty()) {
        Thread.onSpinWait();
      }
      assertThat(loop.obstacle()).hasValueSatisfying(why -> assertThat(why).contains("loop test"));
      loop.stop();
      assertThat(loop.obstacle()).isEmpty();
    }
  }

  @Test
  void everythingThereIsIsLookedAtAgainHalfAnHourLater() throws InterruptedException {
    DrivenClock clock = new DrivenClock();
    try (ReconcileLoop loop =
        loop(this::blocking, () -> true, new Waiting(clock, Pause.sleeping()))) {
      mayEnd.release(MANY);
      loop.start(() -> List.of(ObjectKey.of("a"), ObjectKey.of("b")));
      looked.acquire(2);
      clock.advance(Duration.ofMinutes(30));
      loop.wakeWaiting();
      while (!looked.tryAcquire(2, 10, MILLISECONDS)) {
        clock.advance(Duration.ofMinutes(1));
        loop.wakeWaiting();
      }
    }
    assertThat(ended).hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void aFailureOfTheReconcilerIsNotTheEndOfTheLoop() throws InterruptedException {
    Queue<Runnable> failures = new ConcurrentLinkedQueue<>();
    failures.add(
        () -> {
          throw new KubernetesClientException("away");
        });
    failures.add(
        () -> {
          throw new IllegalStateException("a defect");
        });
    failures.add(
        () -> {
          throw new StackOverflowError();
        });
    try (ReconcileLoop loop = loop(_ -> failing(failures.remove()))) {
      loop.start(List::of);
      for (int looks = 0; looks < 3; looks++) {
        loop.enqueue(ObjectKey.of("a"));
        looked.acquire();
      }
    }
    assertThat(
            metrics.get("ebs.loop.work").tags("loop", "test", "outcome", "retry").timer().count())
        .isEqualTo(3);
  }

  private Outcome failing(Runnable failure) {
    looked.release();
    failure.run();
    return Outcome.done();
  }

  @Test
  void closingLetsWhatIsUnderWayEndAndBeginsNothing() throws InterruptedException {
    ReconcileLoop loop = loop(this::blocking);
    loop.start(() -> List.of(ObjectKey.of("a")));
    looked.acquire();
    CountDownLatch closed = new CountDownLatch(1);
    Thread.ofVirtual()
        .start(
            () -> {
              loop.close();
              closed.countDown();
            });
    mayEnd.release(2);
    assertThat(closed.await(30, SECONDS)).isTrue();
    assertThat(ended).hasSize(1);
    loop.enqueue(ObjectKey.of("b"));
    loop.close();
    assertThat(ended).hasSize(1);
  }

  private ReconcileLoop loop(Reconciler reconciler) {
    return loop(reconciler, () -> true, Waiting.real());
  }

  private ReconcileLoop loop(Reconciler reconciler, BooleanSupplier mayWork, Waiting waiting) {
    return new ReconcileLoop("test", reconciler, new LoopMetrics(metrics), mayWork, waiting);
  }

  private Outcome blocking(ObjectKey key) {
    mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
    looked.release();
    mayEnd.acquireUninterruptibly();
    atOnce.decrementAndGet();
    ended.add(key);
    return Outcome.done();
  }
}
