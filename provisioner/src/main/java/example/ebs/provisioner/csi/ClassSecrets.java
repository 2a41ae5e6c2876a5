package example.ebs.provisioner.csi;

import example.ebs.csi.failure.Failure;
import io.fabric8.kubernetes.api.model.SecretReference;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The Secrets that a class names, with the keys and places of the external-provisioner.
 *
 * @param templates by what for
 */
public record ClassSecrets(Map<SecretUse, SecretTemplate> templates) {
  /** What begins so is for who stands between Kubernetes and the driver. */
  public static final String RESERVED = "csi.storage.k8s.io/";

  /** Those of a Secret for every use that names none of its own. */
  private static final SecretKeys EVERY =
      new SecretKeys(RESERVED + "secret-name", RESERVED + "secret-namespace");

  public ClassSecrets {
    templates = Map.copyOf(templates);
  }

  /**
   * Reads them, and takes the reserved keys out of the parameters.
   *
   * @throws Failure.InvalidRequest when one is named by half, or twice
   */
  public static ClassSecrets take(Map<String, String> parameters) {
    Optional<SecretTemplate> every = EVERY.find(parameters);
    Map<SecretUse, SecretTemplate> found = new EnumMap<>(SecretUse.class);
    for (SecretUse use : SecretUse.values()) {
      named(use, parameters).or(() -> every).ifPresent(template -> found.put(use, template));
      remove(use.keys(), parameters);
    }
    remove(EVERY, parameters);
    return new ClassSecrets(found);
  }

  private static Optional<SecretTemplate> named(SecretUse use, Map<String, String> parameters) {
    Optional<SecretTemplate> now = use.keys().find(parameters);
    Optional<SecretTemplate> old = use.oldKeys().flatMap(keys -> keys.find(parameters));
    if (now.isPresent() && old.isPresent()) {
      throw new Failure.InvalidRequest(
          "parameters %s and %s say the same; give %s only"
              .formatted(
                  now.get().keys().name(), old.get().keys().name(), now.get().keys().name()));
    }
    return now.or(() -> old);
  }

  private static void remove(SecretKeys keys, Map<String, String> parameters) {
    parameters.remove(keys.name());
    parameters.remove(keys.namespace());
  }

  /**
   * The Secrets for a claim, which need not exist, by what for.
   *
   * @throws Failure.InvalidRequest when a name asks for what the claim does not have
   */
  public Map<SecretUse, SecretReference> of(SecretTemplate.Names names) {
    Map<SecretUse, SecretReference> resolved = new EnumMap<>(SecretUse.class);
    templates.forEach((use, template) -> resolved.put(use, template.resolve(names)));
    return resolved;
  }
}
