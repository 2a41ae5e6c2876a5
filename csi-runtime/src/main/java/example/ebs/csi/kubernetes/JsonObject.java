package example.ebs.csi.kubernetes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** JSON read field by field as it arrives, where what nobody asks for is not kept, or written. */
public final class JsonObject {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonObject() {}

  /** Told of each field. The parser stands on its value, which may be read or left alone. */
  @FunctionalInterface
  public interface FieldReader {
    void read(String name, JsonParser json) throws IOException;
  }

  /** Whoever makes it closes it. */
  public static JsonParser parser(InputStream body) throws IOException {
    return FACTORY.createParser(body);
  }

  /**
   * Reads the object on which the parser stands, to its end; anything else counts as an empty one.
   *
   * @throws IOException when it does not end, or is no JSON
   */
  public static void fields(JsonParser json, FieldReader reader) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      reader.read(name, json);
      json.skipChildren();
    }
  }

  /** The text, number or truth on which the parser stands; empty for anything else. */
  public static String text(JsonParser json) throws IOException {
    return json.getValueAsString("");
  }

  /** The values of the object on which the parser stands that are texts. */
  public static Map<String, String> texts(JsonParser json) throws IOException {
    Map<String, String> found = new HashMap<>();
    fields(json, (name, value) -> found.put(name, text(value)));
    return Map.copyOf(found);
  }

  /** The items of the array on which the parser stands, each read by the reader. */
  public static <T> List<T> items(JsonParser json, ObjectReader<T> reader) throws IOException {
    List<T> found = new ArrayList<>();
    if (json.currentToken() == JsonToken.START_ARRAY) {
      while (json.nextToken() != JsonToken.END_ARRAY) {
        found.add(reader.read(json));
        json.skipChildren();
      }
    }
    return List.copyOf(found);
  }

  /** Writes JSON. */
  @FunctionalInterface
  public interface Writer {
    void write(JsonGenerator json) throws IOException;
  }

  /** What the writer writes. */
  public static String write(Writer writer) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      writer.write(json);
    } catch (IOException impossible) {
      throw new UncheckedIOException("a text is written to memory", impossible);
    }
    return text.toString();
  }
}
