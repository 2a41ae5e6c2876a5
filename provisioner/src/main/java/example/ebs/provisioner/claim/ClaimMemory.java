package example.ebs.provisioner.claim;

import example.ebs.provisioner.loop.ObjectKey;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * With which class this process began each claim's volume: the class may be deleted, or replaced by
 * another of its name, before the volume is done.
 *
 * <p>In memory: of what an earlier process began the class is not known. Safe for many threads.
 */
final class BegunClasses {
  private final Map<ObjectKey, Begun> begun = new ConcurrentHashMap<>();

  void remember(PersistentVolumeClaim claim, StorageClass storageClass) {
    begun.put(ObjectKey.of(claim), new Begun(claim.getMetadata().getUid(), storageClass));
  }

  Optional<StorageClass> find(PersistentVolumeClaim claim) {
    return Optional.ofNullable(begun.get(ObjectKey.of(claim)))
        .filter(each -> each.claim().equals(claim.getMetadata().getUid()))
        .map(Begun::storageClass);
  }

  void forget(ObjectKey claim) {
    begun.remove(claim);
  }

  private record Begun(String claim, StorageClass storageClass) {}
}
