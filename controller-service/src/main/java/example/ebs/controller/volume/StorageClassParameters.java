package example.ebs.controller.volume;

import example.ebs.controller.capability.SupportedCapabilities;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.request.NearestWord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What a storage class asks for, parsed from its parameters.
 *
 * <p>Keys do not mind case, as classes written for other EBS drivers expect. An unknown key is an
 * error that names it: a parameter that does nothing would be found out too late.
 *
 * @param filesystem for the node; empty when the class does not say
 * @param tags what the class and the claim's metadata add to the volume
 */
record StorageClassParameters(
    PerformanceRequest performance,
    Encryption encryption,
    Optional<String> filesystem,
    Map<String, String> tags) {
  private static final String TYPE = "type";
  private static final String IOPS = "iops";
  private static final String IOPS_PER_GB = "iopsPerGB";
  private static final String THROUGHPUT = "throughput";
  private static final String ENCRYPTED = "encrypted";
  private static final String KMS_KEY = "kmsKeyId";
  private static final String FILESYSTEM = "csi.storage.k8s.io/fstype";

  /** As the oldest classes have it; the upstream provisioner obeys it and passes it on as it is. */
  private static final String OLD_FILESYSTEM = "fstype";

  private static final String TAG = "tagspecification";

  /** Whether a class's volumes are EBS's or a node's; of the latter none are asked for here. */
  private static final String MODE = "mode";

  private static final String EBS = "ebs";

  /** What the provisioner adds when it is told to pass metadata, and the tag that each becomes. */
  private static final Map<String, String> METADATA =
      Map.of(
          "csi.storage.k8s.io/pvc/name", "kubernetes.io/created-for/pvc/name",
          "csi.storage.k8s.io/pvc/namespace", "kubernetes.io/created-for/pvc/namespace",
          "csi.storage.k8s.io/pv/name", "kubernetes.io/created-for/pv/name");

  static final List<String> KNOWN =
      List.of(
          TYPE,
          IOPS,
          IOPS_PER_GB,
          THROUGHPUT,
          ENCRYPTED,
          KMS_KEY,
          FILESYSTEM,
          "tagSpecification_1",
          MODE,
          "csi.storage.k8s.io/pvc/name",
          "csi.storage.k8s.io/pvc/namespace",
          "csi.storage.k8s.io/pv/name");

  StorageClassParameters {
    tags = Map.copyOf(tags);
  }

  static StorageClassParameters parse(Map<String, String> parameters) {
    Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Map<String, String> tags = new LinkedHashMap<>();
    // In the order of their keys, so that of two tags with one name the same always wins.
    new TreeMap<>(parameters).forEach((key, value) -> sort(key, value, values, tags));
    requireEbs(values.getOrDefault(MODE, EBS));
    return new StorageClassParameters(
        new PerformanceRequest(
            VolumeLimits.of(values.getOrDefault(TYPE, VolumeLimits.GP3.type())),
            number(values, IOPS),
            number(values, IOPS_PER_GB),
            number(values, THROUGHPUT)),
        encryption(flag(values, ENCRYPTED), Optional.ofNullable(values.get(KMS_KEY))),
        filesystem(Optional.ofNullable(values.get(FILESYSTEM))),
        tags);
  }

  private static void sort(
      String key, String value, Map<String, String> values, Map<String, String> tags) {
    String lower = key.toLowerCase(Locale.ROOT);
    String metadataTag = METADATA.get(lower);
    if (metadataTag != null) {
      tags.put(metadataTag, value);
    } else if (lower.startsWith(TAG)) {
      VolumeTags.addSpecification(key, value, tags);
    } else if (lower.equals(OLD_FILESYSTEM)) {
      keep(FILESYSTEM, key, value, values);
    } else if (KNOWN.stream().noneMatch(key::equalsIgnoreCase)) {
      throw new Failure.InvalidRequest(
          "unknown parameter \"%s\"; %s".formatted(key, NearestWord.hint(key, KNOWN)));
    } else {
      keep(key, key, value, values);
    }
  }

  private static void keep(String as, String key, String value, Map<String, String> values) {
    if (values.put(as, value) != null) {
      throw new Failure.InvalidRequest(
          "parameter \"%s\" is given twice, in different case or under its other name; keep one"
              .formatted(key));
    }
  }

  private static void requireEbs(String mode) {
    if (!mode.equals(EBS)) {
      throw new Failure.InvalidRequest(
          "parameter mode is \"%s\", and this service makes volumes of mode ebs only; those of hostPath and emptyDir come from a controller with --kubernetes and --storage ebs,local"
              .formatted(mode));
    }
  }

  private static OptionalInt number(Map<String, String> values, String key) {
    String text = values.get(key);
    if (text == null) {
      return OptionalInt.empty();
    }
    // Nine digits hold every limit and no overflow.
    if (!text.matches("[0-9]{1,9}") || text.matches("0+")) {
      throw new Failure.InvalidRequest(
          "parameter %s must be a positive whole number, and is \"%s\"".formatted(key, text));
    }
    return OptionalInt.of(Integer.parseInt(text));
  }

  private static Optional<Boolean> flag(Map<String, String> values, String key) {
    Optional<String> text =
        Optional.ofNullable(values.get(key)).map(value -> value.toLowerCase(Locale.ROOT));
    text.filter(value -> !value.equals("true") && !value.equals("false"))
        .ifPresent(
            value -> {
              throw new Failure.InvalidRequest(
                  "parameter %s must be \"true\" or \"false\", and is \"%s\""
                      .formatted(key, value));
            });
    return text.map(Boolean::valueOf);
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
