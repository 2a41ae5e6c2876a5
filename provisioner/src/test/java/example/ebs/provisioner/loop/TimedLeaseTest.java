package example.ebs.provisioner.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import example.ebs.provisioner.DrivenClock;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A process that is stopped, and wakes up when another may have its lease. */
final class TimedLeaseTest {
  private static final Duration LENGTH = Duration.ofSeconds(15);
  private static final LeaderElectionRecord RECORD =
      new LeaderElectionRecord(
          "one",
          LENGTH,
          Instant.EPOCH.atZone(ZoneOffset.UTC),
          Instant.EPOCH.atZone(ZoneOffset.UTC),
          0);

  @AutoClose private final KubernetesClient client = new KubernetesClientBuilder().build();
  private final DrivenClock clock = new DrivenClock();
  private final AtomicLong nanos = new AtomicLong();
  private final PlayedLock lock = new PlayedLock();
  private final TimedLease lease = new TimedLease(lock, LENGTH, clock, nanos::get);

  @Test
  void nothingIsHeldBeforeItIsWon() {
    assertThat(lease.isSurelyHeld()).isFalse();
  }

  @Test
  void itIsHeldForAsLongAsItWasRenewedFor() {
    lease.create(client, RECORD);
    assertThat(lease.isSurelyHeld()).isTrue();

    pass(LENGTH.minusNanos(1));
    assertThat(lease.isSurelyHeld()).isTrue();

    lease.update(client, RECORD);
    pass(LENGTH.minusNanos(1));
    assertThat(lease.isSurelyHeld()).isTrue();
    pass(Duration.ofNanos(1));
    assertThat(lease.isSurelyHeld()).isFalse();
  }

  @Test
  void eitherClockIsEnoughToEndIt() {
    lease.create(client, RECORD);
    clock.advance(LENGTH);
    assertThat(lease.isSurelyHeld()).isFalse();

    lease.update(client, RECORD);
    nanos.addAndGet(LENGTH.toNanos());
    assertThat(lease.isSurelyHeld()).isFalse();
  }

  @Test
  void aRenewalThatFailedIsNone() {
    lease.create(client, RECORD);
    pass(LENGTH);
    lock.refuses = true;
    assertThatThrownBy(() -> lease.update(client, RECORD))
        .isInstanceOf(KubernetesClientException.class);
    assertThat(lease.isSurelyHeld()).isFalse();
  }

  @Test
  void aRenewalCountsFromWhenItWasAskedFor() {
    lock.takes = LENGTH;
    lease.create(client, RECORD);
    assertThat(lease.isSurelyHeld()).isFalse();
  }

  private void pass(Duration time) {
    clock.advance(time);
    nanos.addAndGet(time.toNanos());
  }

  private final class PlayedLock implements Lock {
    private boolean refuses;
    private Duration takes = Duration.ZERO;

    @Override
    public LeaderElectionRecord get(KubernetesClient asked) {
      return RECORD;
    }

    @Override
    public void create(KubernetesClient asked, LeaderElectionRecord record) {
      update(asked, record);
    }

    @Override
    public void update(KubernetesClient asked, LeaderElectionRecord record) {
      pass(takes);
      if (refuses) {
        throw new KubernetesClientException("no");
      }
    }

    @Override
    public String identity() {
      return "one";
    }

    @Override
    public String describe() {
      return "lease";
    }
  }
}
