package example.ebs.provisioner.claim;

import example.ebs.provisioner.loop.ObjectKey;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this process knows of claims, each of which is known again by its uid: one that was made
 * anew under a name is another.
 *
 * <p>In memory: what an earlier process knew is not known. Safe for many threads.
 */
final class ClaimMemory<T> {
  private final Map<ObjectKey, Known<T>> known = new ConcurrentHashMap<>();

  void remember(PersistentVolumeClaim claim, T what) {
    known.put(ObjectKey.of(claim), new Known<>(claim.getMetadata().getUid(), what));
  }

  Optional<T> find(PersistentVolumeClaim claim) {
    return Optional.ofNullable(known.get(ObjectKey.of(claim)))
        .filter(each -> each.claim().equals(claim.getMetadata().getUid()))
        .map(Known::what);
  }

  void forget(ObjectKey claim) {
    known.remove(claim);
  }

  private record Known<T>(String claim, T what) {}
}
