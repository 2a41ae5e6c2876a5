package example.ebs.controller.volume;

import example.ebs.controller.capability.SupportedCapabilities;
import example.ebs.csi.failure.Failure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a storage class asks for, parsed from its parameters.
 *
 * <p>Keys do not mind case, as classes written for other EBS drivers expect.
 *
 * @param filesystem for the node; empty when the class does not say
 * @param tags what the class and the claim's metadata add to the volume
 */
record StorageClassParameters(
    PerformanceRequest performance,
    Encryption encryption,
    Optional<String> filesystem,
    Map<String, String> tags) {
  private static final String ENCRYPTED = "encrypted";
  private static final String KMS_KEY = "kmsKeyId";
  private static final String FILESYSTEM = "csi.storage.k8s.io/fstype";

  /** As the oldest classes have it; the upstream provisioner obeys it and passes it on as it is. */
  private static final String OLD_FILESYSTEM = "fstype";

  /** Whether a class's volumes are EBS's or a node's; of the latter none are asked for here. */
  private static final String MODE = "mode";

  private static final String EBS = "ebs";

  static final List<String> KNOWN =
      List.of(
          ParameterValues.TYPE,
          ParameterValues.IOPS,
          ParameterValues.IOPS_PER_GB,
          ParameterValues.THROUGHPUT,
          ENCRYPTED,
          KMS_KEY,
          FILESYSTEM,
          MODE);

  StorageClassParameters {
    tags = Map.copyOf(tags);
  }

  /**
   * What both classes of a volume ask for.
   *
   * @param mutable of its volume attributes class, often none
   * @throws Failure.InvalidRequest when a parameter is unknown or makes no sense
   */
  static StorageClassParameters parse(Map<String, String> parameters, Map<String, String> mutable) {
    ParameterValues values =
        ParameterValues.parse(parameters, KNOWN, Map.of(OLD_FILESYSTEM, FILESYSTEM))
            .changedBy(ParameterValues.parseMutable(mutable));
    requireEbs(values.text(MODE).orElse(EBS));
    return new StorageClassParameters(
        new PerformanceRequest(
            VolumeLimits.of(values.text(ParameterValues.TYPE).orElse(VolumeLimits.GP3.type())),
            values.number(ParameterValues.IOPS),
            values.number(ParameterValues.IOPS_PER_GB),
            values.number(ParameterValues.THROUGHPUT)),
        encryption(values.flag(ENCRYPTED), values.text(KMS_KEY)),
        filesystem(values.text(FILESYSTEM)),
        values.tags());
  }

  /** Whether the key is one that only a storage class may have. */
  static boolean isFixed(String key) {
    return Stream.concat(KNOWN.stream(), Stream.of(OLD_FILESYSTEM)).anyMatch(key::equalsIgnoreCase)
        && ParameterValues.MUTABLE.stream().noneMatch(key::equalsIgnoreCase);
  }

  private static void requireEbs(String mode) {
    if (!mode.equals(EBS)) {
      throw new Failure.InvalidRequest(
          "parameter mode is \"%s\", and this service makes volumes of mode ebs only; those of hostPath and emptyDir come from a controller with --kubernetes and --storage ebs,local"
              .formatted(mode));
    }
  }

  private static Encryption encryption(Optional<Boolean> encrypted, Optional<String> key) {
    if (key.isEmpty()) {
      return encrypted.orElse(false)
          ? new Encryption.DefaultKey()
          : new Encryption.AccountDefault();
    }
    if (key.get().isBlank()) {
      throw new Failure.InvalidRequest(
          "parameter kmsKeyId is empty; leave it out for the account's default key");
    }
    if (!encrypted.orElse(true)) {
      throw new Failure.InvalidRequest(
          "parameter kmsKeyId is given and encrypted is \"false\"; set encrypted to \"true\" or"
              + " leave kmsKeyId out");
    }
    return new Encryption.Key(key.get());
  }

  private static Optional<String> filesystem(Optional<String> name) {
    name.flatMap(SupportedCapabilities::creationObjection)
        .ifPresent(
            objection -> {
              throw new Failure.InvalidRequest("parameter " + FILESYSTEM + ": " + objection);
            });
    return name.filter(given -> !given.isEmpty());
  }
}
