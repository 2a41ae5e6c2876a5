package example.ebs.controller.volume;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.request.NearestWord;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The parameters of a class by their names, which do not mind case, and the tags among them.
 *
 * <p>An unknown key is an error that names it: a parameter that does nothing would be found out too
 * late.
 */
public final class ParameterValues {
  public static final String TYPE = "type";
  public static final String IOPS = "iops";
  public static final String IOPS_PER_GB = "iopsPerGB";
  public static final String THROUGHPUT = "throughput";

  /** The keys that a volume attributes class may have too, because a volume can change so. */
  public static final List<String> MUTABLE = List.of(TYPE, IOPS, IOPS_PER_GB, THROUGHPUT);

  /** The first of the keys that set a tag, by which they are told of. */
  public static final String TAG_EXAMPLE = "tagSpecification_1";

  private static final String TAG = "tagspecification";

  /** What the provisioner adds when it is told to pass metadata, and the tag that each becomes. */
  private static final Map<String, String> METADATA =
      Map.of(
          "csi.storage.k8s.io/pvc/name", "kubernetes.io/created-for/pvc/name",
          "csi.storage.k8s.io/pvc/namespace", "kubernetes.io/created-for/pvc/namespace",
          "csi.storage.k8s.io/pv/name", "kubernetes.io/created-for/pv/name");

  private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, String> tags = new LinkedHashMap<>();
  private final List<String> known;
  private final Map<String, String> otherNames;

  private ParameterValues(List<String> known, Map<String, String> otherNames) {
    this.known = known;
    this.otherNames = otherNames;
  }

  /**
   * Parses them.
   *
   * @param known the keys that may be there, besides those of tags and metadata
   * @param otherNames in lower case, with the known key that each stands for
   * @throws Failure.InvalidRequest when another is, or one is there twice
   */
  public static ParameterValues parse(
      Map<String, String> parameters, List<String> known, Map<String, String> otherNames) {
    ParameterValues parsed = new ParameterValues(known, otherNames);
    // In the order of their keys, so that of two tags with one name the same always wins.
    new TreeMap<>(parameters).forEach(parsed::sort);
    return parsed;
  }

  /**
   * The parameters of a volume attributes class.
   *
   * @throws Failure.InvalidRequest when a key is unknown, or of what cannot be changed
   */
  public static ParameterValues parseMutable(Map<String, String> parameters) {
    parameters.keySet().stream()
        .filter(StorageClassParameters::isFixed)
        .findFirst()
        .ifPresent(
            key -> {
              throw new Failure.InvalidRequest(
                  "parameter %s holds for the life of a volume, so it belongs into the storage class; take it out of the volume attributes class"
                      .formatted(key));
            });
    return parse(parameters, MUTABLE, Map.of());
  }

  /**
   * These, as a volume attributes class changes them: what it names counts before them, and where
   * it names another type or a number of operations, none of theirs that hang on it stay.
   */
  ParameterValues changedBy(ParameterValues mutable) {
    ParameterValues changed = new ParameterValues(known, otherNames);
    changed.values.putAll(values);
    changed.tags.putAll(tags);
    if (mutable.text(TYPE).filter(type -> !text(TYPE).orElse("").equals(type)).isPresent()) {
      MUTABLE.forEach(changed.values::remove);
    }
    if (mutable.text(IOPS).or(() -> mutable.text(IOPS_PER_GB)).isPresent()) {
      changed.values.remove(IOPS);
      changed.values.remove(IOPS_PER_GB);
    }
    changed.values.putAll(mutable.values);
    changed.tags.putAll(mutable.tags);
    return changed;
  }

  /** The value of a key. */
  public Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /**
   * The value of a key whose value is a count.
   *
   * @throws Failure.InvalidRequest when it is none
   */
  public OptionalInt number(String key) {
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

  /**
   * The value of a key whose value is true or false.
   *
   * @throws Failure.InvalidRequest when it is neither
   */
  public Optional<Boolean> flag(String key) {
    Optional<String> text = text(key).map(value -> value.toLowerCase(Locale.ROOT));
    text.filter(value -> !value.equals("true") && !value.equals("false"))
        .ifPresent(
            value -> {
              throw new Failure.InvalidRequest(
                  "parameter %s must be \"true\" or \"false\", and is \"%s\""
                      .formatted(key, value));
            });
    return text.map(Boolean::valueOf);
  }

  /** The tags that the class and the claim's metadata add. */
  public Map<String, String> tags() {
    return Map.copyOf(tags);
  }

  private void sort(String key, String value) {
    String lower = key.toLowerCase(Locale.ROOT);
    String metadataTag = METADATA.get(lower);
    if (metadataTag != null) {
      tags.put(metadataTag, value);
    } else if (lower.startsWith(TAG)) {
      VolumeTags.addSpecification(key, value, tags);
    } else {
      keep(named(key, lower), key, value);
    }
  }

  private String named(String key, String lower) {
    return Optional.ofNullable(otherNames.get(lower))
        .or(() -> known.stream().filter(key::equalsIgnoreCase).findFirst())
        .orElseThrow(
            () ->
                new Failure.InvalidRequest(
                    "unknown parameter \"%s\"; %s"
                        .formatted(key, NearestWord.hint(key, everyKey(known)))));
  }

  /** The known keys, with those of tags and metadata. */
  static List<String> everyKey(List<String> known) {
    return Stream.of(known, List.of(TAG_EXAMPLE), METADATA.keySet())
        .<String>flatMap(Collection::stream)
        .toList();
  }

  private void keep(String as, String key, String value) {
    if (values.put(as, value) != null) {
      throw new Failure.InvalidRequest(
          "parameter \"%s\" is given twice, in different case or under its other name; keep one"
              .formatted(key));
    }
  }
}
