package example.ebs.provisioner.cluster;

import example.ebs.provisioner.loop.ObjectKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * All objects of one kind, as the API server last told: a moment old, so that a decision which must
 * not be wrong is checked again where it is carried out.
 *
 * <p>Safe for many threads. Objects are kept as text and read for whoever asks, so a question about
 * one costs microseconds, and one about all of them milliseconds for each thousand.
 */
public final class Watched<T extends HasMetadata> {
  private final SharedIndexInformer<T> informer;
  private final CompactStore<T> store;
  private final List<Listener<T>> listeners = new CopyOnWriteArrayList<>();

  private record Listener<T>(BiConsumer<Optional<T>, T> changed, Consumer<T> gone) {}

  Watched(SharedIndexInformer<T> informer) {
    this.informer = informer;
    this.store = new CompactStore<>(informer.getApiTypeClass());
    informer.itemStore(store);
    // One for all of ours: what has gone is handed over once.
    informer.addEventHandler(new Distribution());
  }

  public Optional<T> find(ObjectKey key) {
    return Optional.ofNullable(informer.getIndexer().getByKey(key.toString()));
  }

  /** All at once, which are to be few. */
  public Collection<T> all() {
    return stream().toList();
  }

  /** All of them, each read when its turn comes. */
  public Stream<T> stream() {
    return store.all();
  }

  /** What all of them are called. */
  public List<ObjectKey> keys() {
    return store.keySet().map(ObjectKey::parse).toList();
  }

  /**
   * Lets {@link #by} find objects by what the function says of them; before the watch starts.
   *
   * @param name of this function alone: where an index has it already, that one stays
   */
  public void index(String name, Function<T, List<String>> values) {
    if (!informer.getIndexer().getIndexers().containsKey(name)) {
      informer.addIndexers(Map.of(name, values));
    }
  }

  public List<T> by(String index, String value) {
    return informer.getIndexer().byIndex(index, value);
  }

  /** Tells of every object that appears, changes or goes, on the watch's thread. */
  public void onAny(Consumer<T> told) {
    onChange((_, now) -> told.accept(now), told);
  }

  /**
   * Tells of every object that appears or changes, with what it was before, and of every one that
   * goes; on the watch's thread, so the told must not wait.
   */
  public void onChange(BiConsumer<Optional<T>, T> changed, Consumer<T> gone) {
    listeners.add(new Listener<>(changed, gone));
  }

  private final class Distribution implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T now) {
      listeners.forEach(each -> each.changed().accept(Optional.empty(), now));
    }

    @Override
    public void onUpdate(T before, T now) {
      listeners.forEach(each -> each.changed().accept(Optional.of(before), now));
    }

    /** What went unseen is known by its name alone, unless it has come back meanwhile. */
    @Override
    public void onDelete(T last, boolean unseen) {
      Optional<T> kept = store.takeGone(store.getKey(last));
      kept.or(() -> unseen ? Optional.empty() : Optional.of(last))
          .ifPresent(object -> listeners.forEach(each -> each.gone().accept(object)));
    }
  }
}
