package example.ebs.provisioner.claim;

import example.ebs.csi.failure.Failure;
import example.ebs.provisioner.csi.StorageMode;
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
record ClassParameters(Optional<String> filesystem, Map<String, String> forDriver) {
  private static final String RESERVED = "csi.storage.k8s.io/";
  private static final String FILESYSTEM = RESERVED + "fstype";
  private static final String OLD_FILESYSTEM = "fstype";

  /**
   * Splits them.
   *
   * @throws Failure.InvalidRequest when a reserved key is unknown or contradicts another, or the
   *     mode is none of the driver's
   */
  static ClassParameters of(StorageClass storageClass) {
    Map<String, String> rest =
        new LinkedHashMap<>(Optional.ofNullable(storageClass.getParameters()).orElse(Map.of()));
    Optional<String> filesystem = takeFilesystem(rest);
    if (StorageMode.of(storageClass) != StorageMode.EBS) {
      throw new Failure.InvalidRequest(
          "parameter mode: %s is of local volumes, which the driver does not make"
              .formatted(StorageMode.word(storageClass)));
    }
    rest.remove(StorageMode.PARAMETER);
    for (String key : rest.keySet()) {
      if (key.startsWith(RESERVED)) {
        throw new Failure.InvalidRequest(
            "parameter %s is not supported; of the keys that begin with %s only %s is"
                .formatted(key, RESERVED, FILESYSTEM));
      }
    }
    return new ClassParameters(filesystem, rest);
  }

  private static Optional<String> takeFilesystem(Map<String, String> parameters) {
    Optional<String> found = Optional.ofNullable(parameters.remove(FILESYSTEM));
    Optional<String> oldKey =
        parameters.keySet().stream()
            .filter(key -> key.toLowerCase(Locale.ROOT).equals(OLD_FILESYSTEM))
            .findFirst();
    Optional<String> old = oldKey.map(parameters::remove);
    if (found.isPresent() && old.isPresent()) {
      throw new Failure.InvalidRequest(
          "parameters %s and %s say the same; give %s only"
              .formatted(FILESYSTEM, oldKey.get(), FILESYSTEM));
    }
    return found.or(() -> old).filter(name -> !name.isEmpty());
  }
}
