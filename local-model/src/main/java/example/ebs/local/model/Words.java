package example.ebs.local.model;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeSize;
import example.ebs.csi.request.NearestWord;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What somebody wrote as a map of words, read key by key; what cannot be read is a {@link
 * Failure.InvalidRequest} that names the key.
 *
 * @param what what each entry is, as it begins a message: "parameter"
 */
record Words(String what, Map<String, String> map) {
  static final String MODE = "mode";
  static final String ROOTS = "roots";
  static final String OWNER = "owner";
  static final String GROUP = "group";
  static final String PERMISSIONS = "permissions";
  static final String ENFORCE = "enforce";
  static final String PATH = "path";
  static final String READ_ONLY = "readOnly";
  static final String MEDIUM = "medium";
  static final String MEMORY = "Memory";

  /** Prefixes of keys that the kubelet and provisioners add. */
  private static final List<String> FOREIGN =
      List.of("csi.storage.k8s.io/", "storage.kubernetes.io/");

  Words {
    map = Map.copyOf(map);
  }

  /** Refuses a key that is neither known nor the kubelet's or a provisioner's. */
  Words requireKnown(Collection<String> known) {
    for (String key : map.keySet().stream().sorted().toList()) {
      if (!known.contains(key) && FOREIGN.stream().noneMatch(key::startsWith)) {
        throw new Failure.InvalidRequest(
            "unknown %s \"%s\"; %s".formatted(what, key, NearestWord.hint(key, known)));
      }
    }
    return this;
  }

  /** Refuses keys that make no sense together with another. */
  void refuse(String with, String... keys) {
    for (String key : keys) {
      if (map.containsKey(key)) {
        throw new Failure.InvalidRequest(
            "%s %s does not go with %s; leave one of them out".formatted(what, key, with));
      }
    }
  }

  Optional<String> text(String key) {
    return Optional.ofNullable(map.get(key));
  }

  boolean flag(String key) {
    String text = text(key).orElse("false");
    if (!text.equals("true") && !text.equals("false")) {
      throw refusal(key, "\"true\" or \"false\"");
    }
    return text.equals("true");
  }

  <E> Optional<E> oneOf(String key, E[] values) {
    Optional<String> text = text(key);
    Optional<E> found =
        text.flatMap(
            word -> Arrays.stream(values).filter(value -> value.toString().equals(word)).findAny());
    if (text.isPresent() && found.isEmpty()) {
      throw refusal(
          key, "one of " + String.join(", ", Arrays.stream(values).map(Object::toString).toList()));
    }
    return found;
  }

  DirectoryAccess access() {
    return new DirectoryAccess(id(OWNER), id(GROUP), permissions());
  }

  private OptionalLong id(String key) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    boolean isId =
        text.get().matches("[0-9]{1,10}")
            && Long.parseLong(text.get()) <= DirectoryAccess.HIGHEST_ID;
    if (!isId) {
      throw refusal(key, "a number from 0 to " + DirectoryAccess.HIGHEST_ID);
    }
    return OptionalLong.of(Long.parseLong(text.get()));
  }

  private OptionalInt permissions() {
    Optional<String> text = text(PERMISSIONS);
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!text.get().matches("0?[0-7]{3,4}")) {
      throw refusal(PERMISSIONS, "permissions in octal such as 0770");
    }
    return OptionalInt.of(Integer.parseInt(text.get(), 8));
  }

  Enforcement enforcement() {
    return oneOf(ENFORCE, Enforcement.values()).orElse(Enforcement.AUTO);
  }

  /** Whether the medium is memory; nothing and the empty word mean disk, as in Kubernetes. */
  boolean inMemory() {
    String text = text(MEDIUM).orElse("");
    if (!text.isEmpty() && !text.equals(MEMORY)) {
      throw refusal(MEDIUM, "\"" + MEMORY + "\" or left out");
    }
    return text.equals(MEMORY);
  }

  Optional<VolumeSize> quantity(String key) {
    return text(key).map(text -> ByteQuantity.parse(what + " " + key, text));
  }

  /** A size in bytes, without a unit. */
  Optional<VolumeSize> bytes(String key) {
    Optional<String> text = text(key);
    if (text.isPresent() && !text.get().matches("[0-9]{1,19}")) {
      throw refusal(key, "a number of bytes");
    }
    return quantity(key);
  }

  List<RootName> roots(String key) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return List.of();
    }
    List<String> names = Arrays.stream(text.get().split(",", -1)).map(String::strip).toList();
    if (!names.stream().allMatch(RootName::isValid)) {
      throw refusal(key, "names of roots, separated by commas, such as \"default\"");
    }
    return names.stream().distinct().map(RootName::new).toList();
  }

  /** An absolute path without anything to resolve in it, other than the root of the file tree. */
  Optional<Path> path(String key) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        PlainPath.parse(text.get())
            .orElseThrow(() -> refusal(key, "an absolute path without . and .. in it")));
  }

  DirectoryName directory(String key) {
    String text =
        text(key).orElseThrow(() -> new Failure.InvalidRequest(what + " " + key + " is missing"));
    if (!DirectoryName.isValid(text)) {
      throw refusal(
          key,
          "one name of at most 255 letters, digits, dots, dashes and underscores, not beginning"
              + " with a dot");
    }
    return new DirectoryName(text);
  }

  Failure.InvalidRequest refusal(String key, String wanted) {
    return new Failure.InvalidRequest(
        "%s %s must be %s, and is \"%s\"".formatted(what, key, wanted, text(key).orElse("")));
  }
}
