package example.ebs.controller.transition;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.time.AnswerableDeadline;
import example.ebs.csi.time.Backoff;
import example.ebs.csi.time.Deadline;
import example.ebs.csi.time.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Waits for many things that change on their own, and looks at all of them at once.
 *
 * <p>A waiter joins the next look that is due no later than its own; only if there is none does it
 * plan one. So a hundred waiters cost as many looks as the youngest of them alone. The first look
 * is immediate for a waiter that is alone; one that is not waits until a {@link Backoff#first} has
 * passed since the last look, and everybody who comes meanwhile shares the next.
 *
 * <p>Each waiter keeps its own deadline; a look goes on without it. Safe for use by many threads.
 *
 * @param <K> by what a thing is named
 * @param <V> what is seen of it
 */
public final class TransitionPoller<K, V> {
  private final Function<Set<K>, Map<K, V>> look;
  private final Backoff backoff;
  private final Waiting waiting;

  private final Object lock = new Object();
  private final TreeMap<Instant, Look> planned = new TreeMap<>();
  private Instant lastLook = Instant.EPOCH;
  private int underWay;

  /**
   * Creates a poller that has nothing to do yet.
   *
   * @param look returns what exists of the things named
   * @param backoff how long a waiter waits after each look
   */
  public TransitionPoller(Function<Set<K>, Map<K, V>> look, Backoff backoff, Waiting waiting) {
    this.look = look;
    this.backoff = backoff;
    this.waiting = waiting;
  }

  /**
   * Returns the first answer; looks at least once, if the call's deadline leaves any time.
   *
   * @param longest how long to wait for a caller that set no deadline or a later one
   * @throws Failure.TimedOut when the deadline passes first
   */
  public <R> R await(K key, Duration longest, Transition<V, R> transition) {
    Deadline deadline = AnswerableDeadline.current(longest, waiting.clock());
    Optional<V> seen = Optional.empty();
    for (int attempt = 0; !deadline.hasPassed(waiting.clock()); attempt++) {
      Optional<Map<K, V>> looked = result(join(key, attempt), deadline);
      if (looked.isEmpty()) {
        break;
      }
      seen = Optional.ofNullable(looked.get().get(key));
      Optional<R> answer = transition.answer(seen);
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    throw new Failure.TimedOut(transition.unfinished(seen));
  }

  private Look join(K key, int attempt) {
    synchronized (lock) {
      Instant now = waiting.clock().instant();
      Instant due = attempt == 0 ? firstDue(now) : now.plus(backoff.delay(attempt - 1));
      Map.Entry<Instant, Look> next = planned.firstEntry();
      Look joined = next != null && !next.getKey().isAfter(due) ? next.getValue() : plan(due, now);
      joined.keys.add(key);
      return joined;
    }
  }

  /** Never further off than the first delay: a clock that was set back must not stop the looks. */
  private Instant firstDue(Instant now) {
    Instant last = lastLook.isAfter(now) ? now : lastLook;
    Instant free = last.plus(backoff.first());
    boolean alone = planned.isEmpty() && underWay == 0;
    return alone || now.isAfter(free) ? now : free;
  }

  private Look plan(Instant due, Instant now) {
    Look added = new Look();
    planned.put(due, added);
    Thread.ofVirtual().name("look").start(() -> run(added, due, Duration.between(now, due)));
    return added;
  }

  private void run(Look planning, Instant due, Duration delay) {
    try {
      if (delay.isPositive()) {
        waiting.pause().pause(delay);
      }
      Map<K, V> seen = look.apply(begin(due, planning));
      end();
      planning.result.complete(seen);
    } catch (Throwable failure) {
      begin(due, planning);
      end();
      planning.result.completeExceptionally(failure);
    }
  }

  private void end() {
    synchronized (lock) {
      underWay--;
    }
  }

  /** Closes the look to newcomers: it might miss what they did after it began. */
  private Set<K> begin(Instant due, Look planning) {
    synchronized (lock) {
      if (planned.remove(due, planning)) {
        lastLook = waiting.clock().instant();
        underWay++;
      }
      return Set.copyOf(planning.keys);
    }
  }

  private Optional<Map<K, V>> result(Look joined, Deadline deadline) {
    try {
      long left = deadline.left(waiting.clock()).toNanos();
      return Optional.of(joined.result.get(left, TimeUnit.NANOSECONDS));
    } catch (TimeoutException _) {
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Failure.Unavailable("stopped while waiting; ask again", interrupted);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof Failure failure
          ? failure
          : new CompletionException(failed.getCause());
    }
  }

  /** One question about many things, due at its time. */
  private final class Look {
    private final Set<K> keys = new HashSet<>();
    private final CompletableFuture<Map<K, V>> result = new CompletableFuture<>();
  }
}
