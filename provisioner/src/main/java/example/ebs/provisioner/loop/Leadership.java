package example.ebs.provisioner.loop;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Lease for all loops: of several replicas one works, and when it dies another goes on after at
 * most 20 s (lease 15 s, looked at every 1.5 to 3.3 s, which leaves a busy API server more than a
 * second to answer); when it stops orderly, at the next look.
 */
public final class Leadership implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final Duration RENEW_WITHIN = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofMillis(1500);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

  private final ExecutorService threads;
  private final CompletableFuture<?> campaign;
  private final TimedLease held;

  private Leadership(ExecutorService threads, CompletableFuture<?> campaign, TimedLease held) {
    this.threads = threads;
    this.campaign = campaign;
    this.held = held;
  }

  /**
   * Begins to strive for the lease.
   *
   * @param namespace of the lease
   * @param identity of this process, unlike every other's
   * @param won called when the lease is this process's
   * @param lost called when it no longer is, after which no loop may work any more; also on {@link
   *     #close} of a leader
   */
  public static Leadership seek(
      KubernetesClient client,
      String namespace,
      String lease,
      String identity,
      Runnable won,
      Runnable lost) {
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("lease-", 0).factory());
    TimedLease held =
        new TimedLease(
            new LeaseLock(namespace, lease, identity), LEASE, Clock.systemUTC(), System::nanoTime);
    LeaderElector elector =
        new LeaderElector(
            client,
            new LeaderElectionConfigBuilder()
                .withName(lease)
                .withLock(held)
                .withLeaseDuration(LEASE)
                .withRenewDeadline(RENEW_WITHIN)
                .withRetryPeriod(RETRY)
                .withReleaseOnCancel(true)
                .withLeaderCallbacks(
                    new LeaderCallbacks(
                        won,
                        lost,
                        leader ->
                            LOG.atInfo()
                                .addKeyValue("lease", lease)
                                .addKeyValue("leader", leader)
                                .log("leader")))
                .build(),
            threads);
    return new Leadership(threads, elector.start(), held);
  }

  /**
   * Whether no other process can have the lease at this moment; false also for a leader that was
   * stopped for longer than the lease and has not renewed it since.
   */
  public boolean isSurelyHeld() {
    return held.isSurelyHeld();
  }

  /** Gives the lease back, so that another replica need not wait for its end. */
  @Override
  public void close() {
    campaign.cancel(true);
    threads.shutdown();
    try {
      // The lease may be given back on one of them, and the API server may not answer.
      if (!threads.awaitTermination(LONGEST_CLOSE.toSeconds(), TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException _) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
