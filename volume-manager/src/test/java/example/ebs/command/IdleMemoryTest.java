package example.ebs.command;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.failure.CallEnd;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class IdleMemoryTest {
  private static final int BURST = 50;

  private final Semaphore pauses = new Semaphore(0);
  private final CountDownLatch collected = new CountDownLatch(1);
  private final AtomicInteger collections = new AtomicInteger();
  private final IdleMemory memory =
      new IdleMemory(
          _ -> pauses.acquireUninterruptibly(),
          () -> {
            collections.incrementAndGet();
            collected.countDown();
          });

  @Test
  void aBurstIsCollectedOnceItIsOver() throws InterruptedException {
    call(BURST);
    assertThat(collections).hasValue(0);
    pauses.release();
    assertThat(collected.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(collections).hasValue(1);
  }

  @Test
  void aFewCallsAreNotWorthIt() {
    call(BURST - 1);
    pauses.release();
    assertThat(pauses.availablePermits()).isEqualTo(1);
    assertThat(collections).hasValue(0);
  }

  private void call(int times) {
    CallEnd call =
        new CallEnd(
            "csi.v1.Node/NodePublishVolume",
            Optional.empty(),
            "OK",
            "",
            Optional.empty(),
            Duration.ZERO);
    for (int made = 0; made < times; made++) {
      memory.ended(call);
    }
  }
}
