package example.ebs.provisioner.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps objects as text, without what no loop reads, which is most of them: who wrote which field,
 * what was last applied by hand, and what a node tells of itself.
 *
 * <p>Text takes about a fifth of what the client's objects take, and is read again for whoever
 * asks. So to ask for one costs some ten microseconds, and nobody may ask for all of them per
 * event. What is kept must never be written back whole: changes are patches, or of objects that
 * were read for it. Safe for use by many threads.
 */
final class CompactStore<T extends HasMetadata> implements ItemStore<T> {
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
  private static final ObjectMapper JSON = json();

  private final Map<String, byte[]> kept = new ConcurrentHashMap<>();
  private final Map<String, byte[]> gone = new ConcurrentHashMap<>();
  private final ObjectReader reader;
  private final ObjectWriter writer;

  CompactStore(Class<T> type) {
    reader = JSON.readerFor(type);
    writer = JSON.writerFor(type);
  }

  /** As the client itself reads and writes objects. */
  private static ObjectMapper json() {
    ObjectMapper mapper = new ObjectMapper();
    var _ = new KubernetesSerialization(mapper, false);
    return mapper;
  }

  @Override
  public String getKey(T object) {
    return Cache.metaNamespaceKeyFunc(object);
  }

  /** Returns what was there before. */
  @Override
  public @Nullable T put(String key, T object) {
    trim(object);
    gone.remove(key);
    return read(kept.put(key, write(object)));
  }

  /** Returns what was there; {@link #takeGone} has it too. */
  @Override
  public @Nullable T remove(String key) {
    byte[] last = kept.remove(key);
    if (last != null) {
      gone.put(key, last);
    }
    return read(last);
  }

  @Override
  public Stream<String> keySet() {
    return kept.keySet().stream();
  }

  /**
   * The names of all, as objects that say nothing else: after each list the client holds all values
   * at once and looks only for those that have gone.
   */
  @Override
  public Stream<T> values() {
    return kept.keySet().stream().map(this::named);
  }

  /** All of them, each read when its turn comes. */
  Stream<T> all() {
    return kept.values().stream().map(this::whole);
  }

  @Override
  public int size() {
    return kept.size();
  }

  @Override
  public @Nullable T get(String key) {
    return read(kept.get(key));
  }

  /** What an object was before it went, for whoever comes first to ask. */
  Optional<T> takeGone(String key) {
    return Optional.ofNullable(gone.remove(key)).map(this::whole);
  }

  private T named(String key) {
    int slash = key.indexOf('/');
    ObjectNode object = JSON.createObjectNode();
    ObjectNode metadata = object.putObject("metadata").put("name", key.substring(slash + 1));
    if (slash >= 0) {
      metadata.put("namespace", key.substring(0, slash));
    }
    try {
      return reader.readValue((JsonNode) object);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private @Nullable T read(byte @Nullable [] text) {
    return text == null ? null : whole(text);
  }

  private T whole(byte[] text) {
    try {
      return reader.readValue(text);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("what was kept of an object cannot be read", unreadable);
    }
  }

  private byte[] write(T object) {
    try {
      return writer.writeValueAsBytes(object);
    } catch (JsonProcessingException unwritable) {
      throw new UncheckedIOException("an object cannot be kept", unwritable);
    }
  }

  private static void trim(HasMetadata object) {
    ObjectMeta metadata = object.getMetadata();
    metadata.setManagedFields(List.of());
    Optional.ofNullable(metadata.getAnnotations())
        .filter((Map<String, String> annotations) -> annotations.containsKey(LAST_APPLIED))
        // The key stays: whoever has no annotation gets the first one by a patch that replaces all.
        .ifPresent(annotations -> annotations.put(LAST_APPLIED, ""));
    if (object instanceof Node node) {
      node.setStatus(new NodeStatus());
    }
  }
}
