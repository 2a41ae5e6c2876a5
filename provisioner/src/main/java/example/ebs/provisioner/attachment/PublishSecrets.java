package example.ebs.provisioner.attachment;

import example.ebs.csi.failure.Failure;
import example.ebs.provisioner.cluster.ApiFailures;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a driver wants to be told in secret when it attaches and detaches; EBS wants nothing. */
final class PublishSecrets {
  private final KubernetesClient client;

  PublishSecrets(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Reads the secret.
   *
   * @throws Failure.NotFound when there is to be one and it does not exist
   */
  Map<String, String> toAttach(Optional<SecretReference> reference) {
    return reference.map(this::required).orElse(Map.of());
  }

  /** Reads the secret; a deleted one must not keep a volume attached, so it is left out. */
  Map<String, String> toDetach(Optional<SecretReference> reference) {
    return reference.flatMap(this::find).orElse(Map.of());
  }

  private Map<String, String> required(SecretReference reference) {
    return find(reference)
        .orElseThrow(
            () ->
                new Failure.NotFound(
                    "Secret %s/%s, which the PersistentVolume names for attaching, does not exist; create it"
                        .formatted(reference.getNamespace(), reference.getName())));
  }

  private Optional<Map<String, String>> find(SecretReference reference) {
    try {
      return Optional.ofNullable(
              client
                  .secrets()
                  .inNamespace(reference.getNamespace())
                  .withName(reference.getName())
                  .get())
          .map(PublishSecrets::decoded);
    } catch (KubernetesClientException refused) {
      throw ApiFailures.of(
          "Secret %s/%s, which the PersistentVolume names for attaching, cannot be read; the controller's account needs the right to get it, by a Role in its namespace"
              .formatted(reference.getNamespace(), reference.getName()),
          refused);
    }
  }

  private static Map<String, String> decoded(Secret secret) {
    Map<String, String> values = new HashMap<>();
    Optional.ofNullable(secret.getData())
        .orElse(Map.of())
        .forEach(
            (key, value) ->
                values.put(
                    key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
    return values;
  }
}
