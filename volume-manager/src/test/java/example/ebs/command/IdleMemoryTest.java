package example.ebs.command;

import static org.assertj.core.api.Assertions.assertThat;

import example.ebs.csi.failure.CallEnd;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class IdleMemoryTest {
  private static final int BURST = 50;

  private final Semaphore pauses = new Semaphore(0);
  private final Semaphore collections = new Semaphore(0);
  private final IdleMemory memory =
      new IdleMemory(BURST, _ -> pauses.acquireUninterruptibly(), collections::release);

  @Test
  void aBurstIsCollectedOnceItIsOverAndAgainWhenItHasSettled() throws InterruptedException {
    call(BURST);
    assertThat(collections.availablePermits()).isZero();
    for (int time = 0; time < 2; time++) {
      pauses.release();
      assertThat(collections.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aFewCallsAreNotWorthIt() {
    call(BURST - 1);
    pauses.release();
    assertThat(pauses.availablePermits()).isEqualTo(1);
    assertThat(collections.availablePermits()).isZero();
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
