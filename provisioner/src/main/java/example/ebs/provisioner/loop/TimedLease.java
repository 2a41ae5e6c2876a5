package example.ebs.provisioner.loop;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * A lease that knows until when it is surely held by whoever renewed it here last.
 *
 * <p>A process that was stopped for a while wakes up and believes in its lease until the election's
 * own thread has looked, while another may have it. Two clocks are asked, as one of them may stand
 * still with the machine and the other may be set.
 */
final class TimedLease implements Lock {
  private final Lock lease;
  private final Duration length;
  private final Clock clock;
  private final LongSupplier nanos;
  private volatile Renewal last;

  /** When it was asked for, which is before the API server counted from. */
  private record Renewal(Instant at, long nanos) {}

  TimedLease(Lock lease, Duration length, Clock clock, LongSupplier nanos) {
    this.lease = lease;
    this.length = length;
    this.clock = clock;
    this.nanos = nanos;
    this.last = new Renewal(Instant.EPOCH, nanos.getAsLong() - length.toNanos());
  }

  boolean isSurelyHeld() {
    Renewal renewal = last;
    return nanos.getAsLong() - renewal.nanos() < length.toNanos()
        && clock.instant().isBefore(renewal.at().plus(length));
  }

  @Override
  public LeaderElectionRecord get(KubernetesClient client) {
    return lease.get(client);
  }

  @Override
  public void create(KubernetesClient client, LeaderElectionRecord record) {
    Renewal asked = now();
    lease.create(client, record);
    last = asked;
  }

  @Override
  public void update(KubernetesClient client, LeaderElectionRecord record) {
    Renewal asked = now();
    lease.update(client, record);
    last = asked;
  }

  @Override
  public String identity() {
    return lease.identity();
  }

  @Override
  public String describe() {
    return lease.describe();
  }

  private Renewal now() {
    return new Renewal(clock.instant(), nanos.getAsLong());
  }
}
