package example.ebs.provisioner.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps objects without what no loop reads, which is most of them: who wrote which field, what was
 * last applied by hand, and what a node tells of itself.
 *
 * <p>So what is kept must never be written back whole: changes are patches, or of objects that were
 * read for it.
 */
final class TrimmedStore<T extends HasMetadata> extends BasicItemStore<T> {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  TrimmedStore() {
    super(Cache::metaNamespaceKeyFunc);
  }

  @Override
  public T put(String key, T object) {
    trim(object);
    return super.put(key, object);
  }

  private static void trim(HasMetadata object) {
    ObjectMeta metadata = object.getMetadata();
    metadata.setManagedFields(List.of());
    Optional.ofNullable(metadata.getAnnotations())
        .filter((Map<String, String> annotations) -> annotations.containsKey(LAST_APPLIED))
        // The key stays: whoever has no annotation gets the first one by a patch that replaces all.
        .ifPresent(annotations -> annotations.put(LAST_APPLIED, ""));
    if (object instanceof Node node) {
      node.setStatus(new NodeStatus());
    }
  }
}
