package example.ebs.local.release;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.kubernetes.ApiServer;
import example.ebs.csi.kubernetes.JsonObject;
import example.ebs.csi.kubernetes.Patch;
import example.ebs.csi.kubernetes.Question;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The PersistentVolumes by the API server. */
public final class KubernetesVolumes implements VolumeObjects {
  static final String PATH = "/api/v1/persistentvolumes";
  static final String RESOURCE = "persistentvolumes";

  private static final Logger LOG = LoggerFactory.getLogger(KubernetesVolumes.class);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String CHANGE = "patch " + RESOURCE;

  private final ApiServer server;

  public KubernetesVolumes(ApiServer server) {
    this.server = server;
  }

  /** Reads the PersistentVolume on which the parser stands. */
  public static VolumeObject read(JsonParser json) throws IOException {
    return VolumeObjectReader.read(json);
  }

  @Override
  public Optional<VolumeObject> read(String name) {
    try {
      return Optional.of(
          server.get(new Question(path(name), "get " + RESOURCE, LIMIT), KubernetesVolumes::parse));
    } catch (Failure.NotFound _) {
      LOG.debug("PersistentVolume {} is gone", name);
      return Optional.empty();
    }
  }

  private static VolumeObject parse(InputStream body) throws IOException {
    try (JsonParser json = JsonObject.parser(body)) {
      json.nextToken();
      return read(json);
    }
  }

  @Override
  public void removeFinalizer(VolumeObject object, String finalizer) {
    int index = object.life().finalizers().indexOf(finalizer);
    String place = "/metadata/finalizers/" + index;
    String operations =
        JsonObject.write(
            json -> {
              json.writeStartArray();
              operation(json, "test", "/metadata/uid", Optional.of(object.version().uid()));
              operation(json, "test", place, Optional.of(finalizer));
              operation(json, "remove", place, Optional.empty());
              json.writeEndArray();
            });
    change(Patch.operations(path(object.name()), CHANGE, operations));
  }

  private static void operation(
      JsonGenerator json, String operation, String path, Optional<String> value)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("op", operation);
    json.writeStringField("path", path);
    if (value.isPresent()) {
      json.writeStringField("value", value.get());
    }
    json.writeEndObject();
  }

  @Override
  public void annotate(String name, String annotation, String value) {
    String fields =
        JsonObject.write(
            json -> {
              json.writeStartObject();
              json.writeObjectFieldStart("metadata");
              json.writeObjectFieldStart("annotations");
              json.writeStringField(annotation, value);
              json.writeEndObject();
              json.writeEndObject();
              json.writeEndObject();
            });
    change(Patch.merge(path(name), CHANGE, fields));
  }

  private void change(Patch patch) {
    try {
      server.patch(patch);
    } catch (Failure.NotFound _) {
      LOG.debug("{} is gone", patch.path());
    }
  }

  private static String path(String name) {
    return PATH + "/" + URLEncoder.encode(name, StandardCharsets.UTF_8);
  }
}
