package example.ebs.csi.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/** One line of a watch. */
sealed interface ObjectEvent<T> {
  record Changed<T>(T object) implements ObjectEvent<T> {}

  record Removed<T>(T object) implements ObjectEvent<T> {}

  /** Nothing has changed up to that version. */
  record Bookmark<T>(String resourceVersion) implements ObjectEvent<T> {}

  /** The server ends the watch, most often because the version is too old. */
  record Ended<T>(String reason) implements ObjectEvent<T> {}

  /**
   * Reads the next one; waits for it to arrive.
   *
   * @return empty at the end of the watch
   * @throws IOException when the stream breaks off within an event, or is none
   */
  static <T> Optional<ObjectEvent<T>> next(JsonParser json, ObjectReader<T> reader)
      throws IOException {
    JsonToken start = json.nextToken();
    if (start == null) {
      return Optional.empty();
    }
    // The API server's encoder writes the type first; without it the object could not be
    // understood.
    if (start != JsonToken.START_OBJECT || !"type".equals(json.nextFieldName())) {
      throw new IOException("the answer is no watch: an event must begin with its type");
    }
    String type = String.valueOf(json.nextTextValue());
    if (!"object".equals(json.nextFieldName())) {
      throw new IOException("an event of type " + type + " has no object");
    }
    json.nextToken();
    ObjectEvent<T> event = read(type, json, reader);
    if (json.nextToken() != JsonToken.END_OBJECT) {
      throw new IOException("an event of type " + type + " does not end after its object");
    }
    return Optional.of(event);
  }

  private static <T> ObjectEvent<T> read(String type, JsonParser json, ObjectReader<T> reader)
      throws IOException {
    return switch (type) {
      case "ADDED", "MODIFIED" -> new Changed<>(reader.read(json));
      case "DELETED" -> new Removed<>(reader.read(json));
      case "BOOKMARK" -> new Bookmark<>(field(json, "metadata", "resourceVersion"));
      case "ERROR" -> new Ended<>(field(json, "message"));
      default -> throw new IOException("there is no event of type " + type);
    };
  }

  private static String field(JsonParser json, String... path) throws IOException {
    StringBuilder found = new StringBuilder();
    JsonObject.fields(
        json,
        (name, value) -> {
          if (name.equals(path[0])) {
            found.append(path.length == 1 ? JsonObject.text(value) : field(value, path[1]));
          }
        });
    return found.toString();
  }
}
