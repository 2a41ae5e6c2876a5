package example.ebs.e2e;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** When each object of a watch was first as wanted, such as a claim that is Bound. */
final class Arrivals<T extends HasMetadata> implements Watcher<T> {
  private final Map<String, Long> seen = new ConcurrentHashMap<>();
  private final Predicate<T> wanted;
  private final AtomicReference<Optional<WatcherException>> ended =
      new AtomicReference<>(Optional.empty());

  Arrivals(Predicate<T> wanted) {
    this.wanted = wanted;
  }

  @Override
  public void eventReceived(Action action, T object) {
    if (action != Action.DELETED && wanted.test(object)) {
      var _ = seen.putIfAbsent(object.getMetadata().getName(), System.nanoTime());
    }
  }

  @Override
  public void onClose(WatcherException cause) {
    ended.set(Optional.of(cause));
  }

  /**
   * Waits for all of them, and returns how long after a moment the last one was as wanted.
   *
   * @throws IllegalStateException when the watch has ended, so that nothing more would be seen
   */
  Duration since(long nanoTime, Collection<String> names, Duration atMost) {
    Eventually.holds(
        "%d objects to be as wanted".formatted(names.size()),
        atMost,
        () -> ended.get().isPresent() || seen.keySet().containsAll(names));
    if (!seen.keySet().containsAll(names)) {
      throw new IllegalStateException("the watch has ended", ended.get().orElseThrow());
    }
    long last = names.stream().mapToLong(name -> seen.getOrDefault(name, 0L)).max().orElse(0);
    return Duration.ofNanos(last - nanoTime);
  }
}
