package example.ebs.csi.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.work.UnderWay;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class KeyedLocksTest {
  private final KeyedLocks locks = new KeyedLocks();

  @Test
  void theSecondCallerIsToldWhatIsInProgress() {
    try (KeyedLocks.Held _ = locks.take("volume vol-1")) {
      assertThatThrownBy(() -> locks.take("volume vol-1"))
          .isInstanceOf(Failure.InProgress.class)
          .hasMessage(
              "another operation on volume vol-1 is in progress; ask again when it has ended");
    }
  }

  @Test
  void whereTheFirstTakesLongTheSecondIsToldWhatItDoesAndSinceWhen() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-02T03:04:05.6Z"));
    InstantSource time = now::get;
    KeyedLocks slow = new KeyedLocks(time.withZone(ZoneOffset.UTC));
    try (UnderWay.Named _ = UnderWay.waitingFor("e2fsck /dev/x");
        KeyedLocks.Held _ = slow.share("volume vol-1");
        KeyedLocks.Held _ = slow.share("volume vol-1")) {
      now.set(now.get().plusSeconds(184));

      assertThatThrownBy(() -> slow.take("volume vol-1"))
          .isInstanceOf(Failure.InProgress.class)
          .hasMessageMatching(
              "another operation on volume vol-1 is in progress \\(.*: e2fsck /dev/x, under way"
                  + " since 2026-01-02T03:04:05Z \\(for 184 s\\), now in Thread.getStackTrace,"
                  + " called by .*\\); ask again when it has ended");
    }
  }

  @Test
  void anotherKeyIsFree() {
    try (KeyedLocks.Held _ = locks.take("volume vol-1")) {
      assertThatCode(() -> locks.take("volume vol-2").close()).doesNotThrowAnyException();
    }
  }

  @Test
  void aReleasedKeyIsFreeAgain() {
    locks.take("volume vol-1").close();

    assertThatCode(() -> locks.take("volume vol-1").close()).doesNotThrowAnyException();
  }

  @Test
  void thoseWhoShareKeepOutOnlyWhoTakes() {
    KeyedLocks.Held first = locks.share("volume vol-1");
    KeyedLocks.Held second = locks.share("volume vol-1");
    first.close();
    assertThatThrownBy(() -> locks.take("volume vol-1")).isInstanceOf(Failure.InProgress.class);
    second.close();

    try (KeyedLocks.Held _ = locks.take("volume vol-1")) {
      assertThatThrownBy(() -> locks.share("volume vol-1")).isInstanceOf(Failure.InProgress.class);
    }
    assertThatCode(() -> locks.take("volume vol-1").close()).doesNotThrowAnyException();
  }

  @Test
  void ofManyWhoAskAtOnceOneGetsIt() throws Exception {
    int callers = 16;
    CyclicBarrier start = new CyclicBarrier(callers);
    Callable<Boolean> caller =
        () -> {
          start.await();
          try {
            locks.take("volume vol-1");
            return true;
          } catch (Failure.InProgress _) {
            return false;
          }
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> all = IntStream.range(0, callers).mapToObj(_ -> caller).toList();
      assertThat(threads.invokeAll(all)).filteredOn(Future::resultNow).hasSize(1);
    }
  }
}
