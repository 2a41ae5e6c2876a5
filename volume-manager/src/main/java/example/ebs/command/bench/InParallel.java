package example.ebs.command.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/** The same work for many things at once, a virtual thread each. */
final class InParallel {
  private InParallel() {}

  /**
   * Returns the results in the order of the things, once all are there; throws what the first of
   * them threw.
   */
  static <T, R> List<R> map(List<T> things, Function<T, R> work) {
    List<Callable<R>> calls = new ArrayList<>();
    things.forEach(thing -> calls.add(() -> work.apply(thing)));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<R> results = new ArrayList<>();
      for (Future<R> done : threads.invokeAll(calls)) {
        results.add(done.get());
      }
      return results;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while many calls were under way", interrupted);
    } catch (ExecutionException failed) {
      throw new IllegalStateException(
          "one of many calls failed: " + failed.getCause(), failed.getCause());
    }
  }

  static <T> void each(List<T> things, Consumer<T> work) {
    var _ =
        map(
            things,
            thing -> {
              work.accept(thing);
              return thing;
            });
  }
}
