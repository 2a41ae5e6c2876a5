package example.ebs.provisioner.cluster;

import example.ebs.csi.failure.Failure;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What drivers want to be told in secret, read when it is needed and kept nowhere. Nobody has the
 * right to read a Secret until the administrator grants it for that one.
 */
public record Secrets(KubernetesClient client) {
  /**
   * The Secret's values.
   *
   * @throws Failure.NotFound when it does not exist
   * @throws Failure.Denied when the right to read it is missing; other kinds when it cannot be read
   *     now
   */
  public Map<String, String> required(SecretReference reference) {
    return find(reference)
        .orElseThrow(
            () ->
                new Failure.NotFound(
                    "Secret %s, which the class names for the driver, does not exist; create it"
                        .formatted(name(reference))));
  }

  /**
   * The same where a Secret that is gone must not keep things from coming to their end.
   *
   * @throws Failure as {@link #required} does, but for a Secret that does not exist
   */
  public Optional<Map<String, String>> find(SecretReference reference) {
    try {
      return Optional.ofNullable(
              client
                  .secrets()
                  .inNamespace(reference.getNamespace())
                  .withName(reference.getName())
                  .get())
          .map(Secrets::decoded);
    } catch (KubernetesClientException refused) {
      throw ApiFailures.of(
          "Secret %s, which the class names for the driver, cannot be read; the account of this process needs the right to get it, by a Role in its namespace"
              .formatted(name(reference)),
          refused);
    }
  }

  private static String name(SecretReference reference) {
    return reference.getNamespace() + "/" + reference.getName();
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
