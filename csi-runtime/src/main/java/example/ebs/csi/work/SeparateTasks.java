package example.ebs.csi.work;

import example.ebs.csi.failure.Failure;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tasks that may hang in the kernel, each on a platform thread of its own and waited for only so
 * long, so that whoever has others to do goes on with them.
 *
 * <p>One that is overdue is not broken off, for nobody can; until it has ended no other of its name
 * is begun, so that what hangs takes one thread and not one more each time. Safe for use by many
 * threads.
 */
public final class SeparateTasks {
  private final Clock clock;
  // An idle thread serves the next task: to make one costs as much as a look at a disk.
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("task").factory());
  private final Map<String, Task> overdue = new ConcurrentHashMap<>();
  private final Set<UnderWay> begun = ConcurrentHashMap.newKeySet();

  public SeparateTasks(Clock clock) {
    this.clock = clock;
  }

  /**
   * Returns the result.
   *
   * @param name what is done to what, in words, such as "a look into root ssd"
   * @param patience how long it is waited for
   * @param late is given a result that comes later
   * @throws Failure.Unavailable when it has not ended in time, or an earlier one of that name still
   *     has not
   */
  public <T> T call(String name, Duration patience, Supplier<T> work, Consumer<T> late) {
    Task earlier = overdue.get(name);
    if (earlier != null) {
      throw hangs(name, earlier);
    }
    Task task = new Task();
    CompletableFuture<T> result =
        CompletableFuture.supplyAsync(() -> task.run(name, work), threads);
    try {
      return result.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      abandon(name, task, result, late);
      throw hangs(name, task);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      abandon(name, task, result, late);
      throw new Failure.Unavailable("stopped while waiting for " + name, interrupted);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException thrown
          ? thrown
          : new CompletionException(failed.getCause());
    }
  }

  /** What is under way. */
  public List<UnderWay> begun() {
    return List.copyOf(begun);
  }

  private <T> void abandon(String name, Task task, CompletableFuture<T> result, Consumer<T> late) {
    overdue.put(name, task);
    var _ =
        result.whenComplete(
            (found, failure) -> {
              overdue.remove(name, task);
              if (failure == null) {
                late.accept(found);
              }
            });
  }

  private Failure hangs(String name, Task task) {
    return new Failure.Unavailable(
        "%s has not ended and may hang (%s); see whether its disk answers"
            .formatted(name, task.told()));
  }

  /** One that was begun. */
  private final class Task {
    private volatile Optional<UnderWay> now = Optional.empty();

    <T> T run(String name, Supplier<T> work) {
      Thread.currentThread().setName(name);
      UnderWay here = UnderWay.here(clock);
      now = Optional.of(here);
      begun.add(here);
      try {
        return work.get();
      } finally {
        begun.remove(here);
        now = Optional.empty();
        Thread.currentThread().setName("idle");
      }
    }

    /** The same words for as long as it hangs, so that who repeats them can tell. */
    String told() {
      return now.map(
              each ->
                  "under way since %s, now in %s"
                      .formatted(
                          each.since().truncatedTo(ChronoUnit.SECONDS),
                          Whereabouts.of(each.thread().getStackTrace())))
          .orElse("just ending");
    }
  }
}
