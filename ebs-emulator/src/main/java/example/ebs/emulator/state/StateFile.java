package example.ebs.emulator.state;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;

/** The state as one JSON file, replaced as a whole so that a reader never sees half of it. */
public final class StateFile implements StateStore {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .registerModule(
              new SimpleModule()
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addDeserializer(Instant.class, new InstantReader()));

  private final Path file;

  public StateFile(Path directory) {
    this.file = directory.resolve("state.json");
  }

  @Override
  public Optional<State> load() throws IOException {
    return Files.notExists(file) ? Optional.empty() : Optional.of(read());
  }

  private State read() throws IOException {
    try {
      JsonNode tree = JSON.readTree(file.toFile());
      refuseOtherFormats(tree.path("version"));
      return JSON.treeToValue(tree, State.class);
    } catch (JsonProcessingException e) {
      throw unreadable(e.getOriginalMessage(), e);
    }
  }

  /** Before anything else is read: another format may have parts that this one does not know. */
  private void refuseOtherFormats(JsonNode version) throws IOException {
    if (!version.isInt()) {
      throw unreadable("it has no version", new IOException("no version"));
    }
    if (version.asInt() != State.VERSION) {
      throw new IOException(
          "%s has format %d, this emulator reads %d; use the version that wrote it, or another --state-dir"
              .formatted(file, version.asInt(), State.VERSION));
    }
  }

  private IOException unreadable(String why, IOException cause) {
    return new IOException(
        "%s cannot be read: %s; put a good copy in its place, or use another --state-dir"
            .formatted(file, why),
        cause);
  }

  @Override
  public void save(State state) throws IOException {
    Path written = file.resolveSibling("state.json.new");
    try (FileChannel channel =
        FileChannel.open(
            written,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(state));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncDirectory();
  }

  /** Without this a rename may be lost with the power, although the file is safe. */
  private void syncDirectory() throws IOException {
    try (FileChannel directory =
        FileChannel.open(file.toAbsolutePath().resolveSibling("."), StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  private static final class InstantReader extends StdDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantReader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      return Instant.parse(parser.getText());
    }
  }
}
