package example.ebs.provisioner.loop;

import example.ebs.csi.time.Backoff;
import example.ebs.csi.time.Waiting;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a {@link Reconciler} look at every key that is offered, each on a virtual thread, until it is
 * content.
 *
 * <p>Keys may be offered from any thread. What a reconciler throws is logged and tried again, with
 * growing delays.
 */
public final class ReconcileLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReconcileLoop.class);
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofSeconds(1), 2, Duration.ofMinutes(5));
  private static final int MOST_AT_ONCE = 100;
  private static final Duration DRAIN = Duration.ofSeconds(20);

  private final String name;
  private final Reconciler reconciler;
  private final LoopMetrics metrics;
  private final WorkQueue queue;
  private final Waiting waiting;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int running;
  private boolean started;
  private boolean closed;

  public ReconcileLoop(String name, Reconciler reconciler, LoopMetrics metrics, Waiting waiting) {
    this.name = name;
    this.reconciler = reconciler;
    this.metrics = metrics;
    this.waiting = waiting;
    this.queue = new WorkQueue(waiting.clock(), BACKOFF);
  }

  /** Has the key looked at as soon as may be; before the start it is forgotten. */
  public void offer(ObjectKey key) {
    locked(
        () -> {
          if (started) {
            queue.offer(key);
            changed.signalAll();
          }
        });
  }

  /**
   * Begins to work; once.
   *
   * @param all everything that there is, as what was offered before is forgotten
   */
  public void start(Iterable<? extends HasMetadata> all) {
    locked(() -> started = true);
    all.forEach(each -> offer(ObjectKey.of(each)));
    Thread.ofVirtual().name(name + "-loop").start(this::dispatch);
  }

  /** Takes no more work, at once. */
  public void stop() {
    locked(
        () -> {
          closed = true;
          changed.signalAll();
        });
  }

  /** The same, and waits, for up to 20 s, for what is under way. */
  @Override
  public void close() {
    stop();
    locked(
        () -> {
          long left = DRAIN.toNanos();
          while (running > 0 && left > 0) {
            left = await(left);
          }
        });
  }

  private void dispatch() {
    locked(
        () -> {
          while (!closed) {
            Optional<WorkQueue.Taken> next =
                running < MOST_AT_ONCE ? queue.take() : Optional.empty();
            if (next.isPresent()) {
              running++;
              begin(next.get());
            } else {
              await(untilNext());
            }
          }
        });
  }

  private void begin(WorkQueue.Taken taken) {
    metrics.waited(name, taken.waited());
    Thread.ofVirtual().name(name + "-" + taken.key()).start(() -> work(taken.key()));
  }

  private void work(ObjectKey key) {
    long started = System.nanoTime();
    Outcome outcome = outcome(key);
    metrics.worked(name, outcome, Duration.ofNanos(System.nanoTime() - started));
    locked(
        () -> {
          running--;
          queue.finish(key, outcome);
          changed.signalAll();
        });
  }

  private Outcome outcome(ObjectKey key) {
    try {
      return reconciler.reconcile(key);
    } catch (KubernetesClientException unanswered) {
      LOG.atWarn()
          .addKeyValue("loop", name)
          .addKeyValue("object", key)
          .log("the Kubernetes API refused or did not answer: {}", unanswered.getMessage());
    } catch (RuntimeException | Error defect) {
      LOG.atError().addKeyValue("loop", name).addKeyValue("object", key).setCause(defect).log("");
    }
    return Outcome.retry();
  }

  private long untilNext() {
    Instant now = waiting.clock().instant();
    return running < MOST_AT_ONCE
        ? queue
            .nextDue()
            .map(due -> Math.max(1, Duration.between(now, due).toNanos()))
            .orElse(Long.MAX_VALUE)
        : Long.MAX_VALUE;
  }

  @SuppressWarnings("WaitNotInLoop")
  private long await(long nanos) {
    try {
      return changed.awaitNanos(nanos);
    } catch (InterruptedException _) {
      closed = true;
      return 0;
    }
  }

  private void locked(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }
}
