package example.ebs.local.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeSize;
import example.ebs.csi.request.NearestWord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The administrator's file: every key is known, or it is refused where it stands. */
final class LocalRootsFile {
  private static final int MOST_WEIGHT = 1_000;
  private static final String INLINE = "inline";
  private static final String SIZE_LIMIT = "sizeLimit";
  private static final List<String> FILE = List.of("roots", "nodes", "existing", INLINE);
  private static final List<String> NODE = List.of("roots");
  private static final List<String> ROOT = List.of("name", "path", "weight");
  private static final List<String> BOUNDS = List.of(SIZE_LIMIT, "maxSize");

  private final JsonParser json;

  private final Path folder;

  private LocalRootsFile(JsonParser json, Path folder) {
    this.json = json;
    this.folder = folder;
  }

  static LocalRoots parse(String text, Path folder) {
    JsonFactory factory =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (JsonParser json = factory.createParser(text)) {
      LocalRootsFile file = new LocalRootsFile(json, folder);
      json.nextToken();
      LocalRoots roots = file.file();
      if (json.nextToken() != null) {
        throw file.refusal("nothing after the end");
      }
      return roots;
    } catch (JsonProcessingException malformed) {
      throw new Failure.InvalidRequest("not JSON: " + malformed.getOriginalMessage(), malformed);
    } catch (IOException impossible) {
      throw new IllegalStateException("a text is read from memory", impossible);
    }
  }

  private LocalRoots file() throws IOException {
    List<LocalRoot> roots = new ArrayList<>();
    Map<String, List<LocalRoot>> nodes = new HashMap<>();
    List<Path> existing = new ArrayList<>();
    List<InlineBounds> inline = new ArrayList<>();
    object(
        FILE,
        key -> {
          switch (key) {
            case "roots" -> roots.addAll(roots());
            case INLINE -> inline.add(bounds());
            case "nodes" -> object(List.of(), node -> nodes.put(node, node()));
            default -> array(() -> existing.add(path()));
          }
        });
    List<LocalRoot> general = roots.isEmpty() ? LocalRoots.standard(folder).general() : roots;
    return new LocalRoots(
        general, nodes, existing, inline.isEmpty() ? InlineBounds.NONE : inline.getFirst());
  }

  private InlineBounds bounds() throws IOException {
    Map<String, VolumeSize> sizes = new HashMap<>();
    object(BOUNDS, key -> sizes.put(key, ByteQuantity.parse(where(), text())));
    InlineBounds bounds =
        new InlineBounds(
            Optional.ofNullable(sizes.get(SIZE_LIMIT)), Optional.ofNullable(sizes.get("maxSize")));
    if (!bounds.isConsistent()) {
      throw refusal("a sizeLimit of at most maxSize");
    }
    return bounds;
  }

  private List<LocalRoot> node() throws IOException {
    List<LocalRoot> roots = new ArrayList<>();
    object(NODE, _ -> roots.addAll(roots()));
    return roots;
  }

  private List<LocalRoot> roots() throws IOException {
    List<LocalRoot> roots = new ArrayList<>();
    array(() -> roots.add(root()));
    if (roots.isEmpty()) {
      throw refusal("at least one root");
    }
    for (int at = 0; at < roots.size(); at++) {
      for (LocalRoot later : roots.subList(at + 1, roots.size())) {
        requireApart(roots.get(at), later);
      }
    }
    return roots;
  }

  private static void requireApart(LocalRoot one, LocalRoot other) {
    if (one.name().equals(other.name())) {
      throw new Failure.InvalidRequest(
          "two roots are named \"%s\"; a class could not tell them apart".formatted(one.name()));
    }
    if (one.path().startsWith(other.path()) || other.path().startsWith(one.path())) {
      throw new Failure.InvalidRequest(
          "root \"%s\" at %s and root \"%s\" at %s must not be inside one another"
              .formatted(one.name(), one.path(), other.name(), other.path()));
    }
  }

  private LocalRoot root() throws IOException {
    List<RootName> name = new ArrayList<>();
    List<Path> path = new ArrayList<>();
    List<Integer> weight = new ArrayList<>();
    object(
        ROOT,
        key -> {
          switch (key) {
            case "name" -> name.add(name());
            case "path" -> path.add(path());
            default -> weight.add(weight());
          }
        });
    if (name.isEmpty() || path.isEmpty()) {
      throw refusal("a root with a name and a path");
    }
    return new LocalRoot(
        name.getFirst(), path.getFirst(), weight.isEmpty() ? 1 : weight.getFirst());
  }

  private RootName name() throws IOException {
    String text = text();
    if (!RootName.isValid(text)) {
      throw refusal("a name of at most 63 lower-case letters, digits, dots and dashes");
    }
    return new RootName(text);
  }

  private Path path() throws IOException {
    return PlainPath.parse(text())
        .orElseThrow(() -> refusal("an absolute path without . and .. in it, and not /"));
  }

  private int weight() throws IOException {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
        || !json.getText().matches("[1-9][0-9]{0,3}")
        || json.getIntValue() > MOST_WEIGHT) {
      throw refusal("a whole number from 1 to " + MOST_WEIGHT);
    }
    return json.getIntValue();
  }

  private String text() throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw refusal("a text in quotation marks");
    }
    return json.getText();
  }

  /**
   * Reads an object.
   *
   * @param known its keys; none means that any will do
   */
  private void object(List<String> known, Member member) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw refusal("an object in braces");
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = String.valueOf(json.currentName());
      if (!known.isEmpty() && !known.contains(key)) {
        throw new Failure.InvalidRequest(
            "unknown key %s; %s".formatted(where(), NearestWord.hint(key, known)));
      }
      json.nextToken();
      member.read(key);
    }
  }

  private void array(Item item) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw refusal("a list in brackets");
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      item.read();
    }
  }

  private Failure.InvalidRequest refusal(String wanted) {
    return new Failure.InvalidRequest(where() + " must be " + wanted);
  }

  /** Such as {@code /roots/0/path}. */
  private String where() {
    return Optional.of(json.getParsingContext().pathAsPointer().toString())
        .filter(path -> !path.isEmpty())
        .orElse("the whole");
  }

  @FunctionalInterface
  private interface Member {
    void read(String key) throws IOException;
  }

  @FunctionalInterface
  private interface Item {
    void read() throws IOException;
  }
}
