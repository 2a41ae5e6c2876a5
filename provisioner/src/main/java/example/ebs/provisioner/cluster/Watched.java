package example.ebs.provisioner.cluster;

import example.ebs.provisioner.loop.ObjectKey;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * All objects of one kind, as the API server last told: a moment old, so that a decision which must
 * not be wrong is checked again where it is carried out.
 *
 * <p>Safe for many threads. What is returned is shared and must not be changed.
 */
public final class Watched<T extends HasMetadata> {
  private final SharedIndexInformer<T> informer;

  Watched(SharedIndexInformer<T> informer) {
    this.informer = informer;
  }

  public Optional<T> find(ObjectKey key) {
    return Optional.ofNullable(informer.getIndexer().getByKey(key.toString()));
  }

  public Collection<T> all() {
    return informer.getIndexer().list();
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
    informer.addEventHandler(
        new ResourceEventHandler<>() {
          @Override
          public void onAdd(T now) {
            changed.accept(Optional.empty(), now);
          }

          @Override
          public void onUpdate(T before, T now) {
            changed.accept(Optional.of(before), now);
          }

          @Override
          public void onDelete(T last, boolean finalStateUnknown) {
            gone.accept(last);
          }
        });
  }
}
