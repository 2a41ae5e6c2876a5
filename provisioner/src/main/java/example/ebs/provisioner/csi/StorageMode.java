package example.ebs.provisioner.csi;

import example.ebs.csi.failure.Failure;
import example.ebs.local.model.LocalMode;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.Arrays;
import java.util.Optional;

/** Where the volumes of a storage class lie, by its parameter {@code mode}. */
public enum StorageMode {
  /** With the driver, which makes them: EBS volumes, unless it is somebody else's driver. */
  EBS,
  /** In directories of nodes. */
  LOCAL;

  /** The parameter's key. */
  public static final String PARAMETER = "mode";

  private static final String DEFAULT = "ebs";

  /**
   * The mode of a class.
   *
   * @throws Failure.InvalidRequest when it names one that there is not
   */
  public static StorageMode of(StorageClass storageClass) {
    String word = word(storageClass);
    if (word.equals(DEFAULT)) {
      return EBS;
    }
    if (Arrays.stream(LocalMode.values()).map(LocalMode::toString).anyMatch(word::equals)) {
      return LOCAL;
    }
    throw new Failure.InvalidRequest(
        "parameter mode must be ebs, which is the default, hostPath or emptyDir, and is \"%s\""
            .formatted(word));
  }

  /** The mode as the class writes it. */
  public static String word(StorageClass storageClass) {
    return Optional.ofNullable(storageClass.getParameters())
        .map(parameters -> parameters.get(PARAMETER))
        .orElse(DEFAULT);
  }
}
