package example.ebs.provisioner.claim;

import example.ebs.csi.failure.Failure;
import example.ebs.provisioner.csi.ClassSecrets;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A class's parameters, split into what is ours to understand and what is the driver's.
 *
 * @param filesystem asked for, if one was
 * @param forDriver everything else, as it is in the class
 */
record ClassParameters(
    Optional<String> filesystem, ClassSecrets secrets, Map<String, String> forDriver) {
  private static final String FILESYSTEM = ClassSecrets.RESERVED + "fstype";
  private static final String OLD_FILESYSTEM = "fstype";

  /**
   * Splits them.
   *
   * @throws Failure.InvalidRequest when a reserved key is unknown or contradicts another
   */
  static ClassParameters of(StorageClass storageClass) {
    Map<String, String> rest =
        new LinkedHashMap<>(Optional.ofNullable(storageClass.getParameters()).orElse(Map.of()));
    Optional<String> filesystem = takeFilesystem(rest);
    ClassSecrets secrets = ClassSecrets.take(rest);
    for (String key : rest.keySet()) {
      if (key.startsWith(ClassSecrets.RESERVED)) {
        throw new Failure.InvalidRequest(
            "parameter %s is not supported; of the keys that begin with %s there are %s and those that name Secrets"
                .formatted(key, ClassSecrets.RESERVED, FILESYSTEM));
      }
    }
    return new ClassParameters(filesystem, secrets, rest);
  }

  /** The old key is the driver's as well, as it was before keys were reserved. */
  private static Optional<String> takeFilesystem(Map<String, String> parameters) {
    Optional<String> found = Optional.ofNullable(parameters.remove(FILESYSTEM));
    Optional<String> oldKey =
        parameters.keySet().stream()
            .filter(key -> key.toLowerCase(Locale.ROOT).equals(OLD_FILESYSTEM))
            .findFirst();
    if (found.isPresent() && oldKey.isPresent()) {
      throw new Failure.InvalidRequest(
          "parameters %s and %s say the same; give %s only"
              .formatted(FILESYSTEM, oldKey.get(), FILESYSTEM));
    }
    return found.or(() -> oldKey.map(parameters::get)).filter(name -> !name.isEmpty());
  }
}
