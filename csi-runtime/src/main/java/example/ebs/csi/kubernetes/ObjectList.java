package example.ebs.csi.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * All objects of a question, as of one moment.
 *
 * @param resourceVersion that moment, from which changes can be asked for
 */
public record ObjectList<T>(String resourceVersion, List<T> items) {
  public ObjectList {
    items = List.copyOf(items);
  }

  /**
   * Reads a whole list.
   *
   * @throws IOException when it is not whole: what it lacks is not gone
   */
  public static <T> ObjectList<T> read(InputStream body, ObjectReader<T> reader)
      throws IOException {
    AtomicReference<String> version = new AtomicReference<>("");
    List<T> items = new ArrayList<>();
    try (JsonParser json = JsonObject.parser(body)) {
      json.nextToken();
      JsonObject.fields(
          json,
          (field, value) -> {
            switch (field) {
              case "metadata" -> version.set(resourceVersion(value));
              case "items" -> items.addAll(JsonObject.items(value, reader));
              default -> {}
            }
          });
    }
    if (version.get().isEmpty()) {
      throw new IOException("the answer is no list of objects");
    }
    return new ObjectList<>(version.get(), items);
  }

  private static String resourceVersion(JsonParser json) throws IOException {
    AtomicReference<String> version = new AtomicReference<>("");
    JsonObject.fields(
        json,
        (field, value) -> {
          switch (field) {
            case "resourceVersion" -> version.set(JsonObject.text(value));
            case "continue" -> {
              if (!JsonObject.text(value).isEmpty()) {
                throw new IOException("the answer is only a part of the list");
              }
            }
            default -> {}
          }
        });
    return version.get();
  }
}
