package example.ebs.provisioner.loop;

import example.ebs.csi.time.Backoff;
import example.ebs.csi.time.Waiting;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a {@link Reconciler} look at every key that is enqueued, each on a virtual thread, until it
 * is content; and twice an hour at every object that there is.
 *
 * <p>Keys may be enqueued from any thread. What a reconciler throws is logged and tried again, with
 * growing delays.
 */
public final class ReconcileLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReconcileLoop.class);
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofSeconds(1), 2, Duration.ofMinutes(5));
  private static final Duration RESYNC = Duration.ofMinutes(30);
  private static final Duration DRAIN = Duration.ofSeconds(20);

  /** How soon a loop sees that it may work again. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final String name;
  private final Reconciler reconciler;
  private final LoopMetrics metrics;
  private final WorkQueue queue;
  private final WorkSlots slots;
  private final BooleanSupplier mayWork;
  private final Waiting waiting;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread dispatcher;
  private Supplier<? extends Collection<ObjectKey>> all = List::of;
  private Instant resync = Instant.MAX;
  private boolean started;
  private boolean closed;

  /**
   * A loop that has not begun.
   *
   * @param mayWork asked before each look: whether the lease is surely this process's still
   */
  public ReconcileLoop(
      String name,
      Reconciler reconciler,
      LoopMetrics metrics,
      BooleanSupplier mayWork,
      Waiting waiting) {
    this.name = name;
    this.reconciler = reconciler;
    this.metrics = metrics;
    this.mayWork = mayWork;
    this.waiting = waiting;
    this.slots = new WorkSlots(waiting.clock());
    this.queue =
        new WorkQueue(waiting.clock(), BACKOFF, () -> ThreadLocalRandom.current().nextDouble());
    this.dispatcher = Thread.ofVirtual().name(name + "-loop").unstarted(this::dispatch);
  }

  /**
   * Has the key looked at as soon as may be, as its object has changed; before the start it is
   * forgotten.
   */
  public void enqueue(ObjectKey key) {
    whenStarted(() -> queue.enqueue(key));
  }

  /**
   * Has the key looked at soon, as something has changed that it may wait for; where its last look
   * failed, at the end of the delay that follows from that.
   */
  public void wake(ObjectKey key) {
    whenStarted(() -> queue.wake(key));
  }

  /** Wakes all that were found to wait for something else. */
  public void wakeWaiting() {
    whenStarted(queue::wakeWaiting);
  }

  /**
   * Begins to work; once.
   *
   * @param all everything that there is when it is asked: now, as what was enqueued before is
   *     forgotten, and twice an hour
   */
  public void start(Supplier<? extends Collection<ObjectKey>> all) {
    locked(
        () -> {
          started = true;
          this.all = all;
          resync = waiting.clock().instant().plus(RESYNC);
        });
    all.get().forEach(this::enqueue);
    dispatcher.start();
  }

  /** What keeps the loop from its work for good, in words, if anything does. */
  public Optional<String> obstacle() {
    lock.lock();
    try {
      return started && !closed && !dispatcher.isAlive()
          ? Optional.of("the loop " + name + " has died; what the log says last of it tells why")
          : Optional.empty();
    } finally {
      lock.unlock();
    }
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
          while (slots.isAnyTaken() && left > 0) {
            left = await(left);
          }
        });
  }

  private void whenStarted(Runnable change) {
    locked(
        () -> {
          if (started) {
            change.run();
            changed.signalAll();
          }
        });
  }

  private void dispatch() {
    locked(
        () -> {
          while (!closed) {
            resyncWhenDue();
            boolean may = mayWork.getAsBoolean();
            Optional<WorkQueue.Taken> next =
                may && slots.isFree() ? queue.take() : Optional.empty();
            if (next.isPresent()) {
              begin(next.get());
            } else {
              await(may ? untilNext() : LOOK.toNanos());
            }
          }
        });
  }

  private void resyncWhenDue() {
    Instant now = waiting.clock().instant();
    if (!now.isBefore(resync)) {
      resync = now.plus(RESYNC);
      queue.resync(List.copyOf(all.get()));
    }
  }

  private void begin(WorkQueue.Taken taken) {
    slots.take(taken.key());
    metrics.waited(name, taken.waited());
    Thread.ofVirtual()
        .name(name + "-" + taken.key())
        .start(() -> RunningLoop.run(name, () -> work(taken.key())));
  }

  private void work(ObjectKey key) {
    long started = System.nanoTime();
    Outcome outcome = outcome(key);
    metrics.worked(name, outcome, Duration.ofNanos(System.nanoTime() - started));
    locked(
        () -> {
          slots.release(key);
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
      LOG.atError()
          .addKeyValue("loop", name)
          .addKeyValue("object", key)
          .setCause(defect)
          .log("a defect; the object is requeued");
    }
    return Outcome.retry();
  }

  private long untilNext() {
    Instant now = waiting.clock().instant();
    Instant next = slots.isFree() ? queue.nextDue().orElse(resync) : slots.nextFree();
    Instant first = next.isBefore(resync) ? next : resync;
    return Math.max(1, Duration.between(now, first).toNanos());
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
