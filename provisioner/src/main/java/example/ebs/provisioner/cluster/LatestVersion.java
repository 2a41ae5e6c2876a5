package example.ebs.provisioner.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/** An object as the API server has it now, and not as a watch last told. */
public final class LatestVersion {
  private LatestVersion() {}

  /** The very object that was seen; empty when it is gone, or is another of the same name. */
  public static <T extends HasMetadata> Optional<T> of(T seen, KubernetesClient client) {
    return Optional.ofNullable(client.resource(seen).get())
        .filter(now -> now.getMetadata().getUid().equals(seen.getMetadata().getUid()));
  }
}
