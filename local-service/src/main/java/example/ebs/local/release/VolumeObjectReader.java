package example.ebs.local.release;

import com.fasterxml.jackson.core.JsonParser;
import example.ebs.csi.kubernetes.JsonObject;
import example.ebs.csi.kubernetes.ObjectVersion;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads one PersistentVolume, field by field; what it lacks stays empty. */
final class VolumeObjectReader {
  private final Map<String, String> metadata = new HashMap<>();
  private final Map<String, String> spec = new HashMap<>();
  private final Map<String, String> status = new HashMap<>();
  private final Map<String, String> claim = new HashMap<>();
  private final Map<String, String> csi = new HashMap<>();
  private Map<String, String> labels = Map.of();
  private Map<String, String> annotations = Map.of();
  private Map<String, String> attributes = Map.of();
  private List<String> finalizers = List.of();

  private VolumeObjectReader() {}

  static VolumeObject read(JsonParser json) throws IOException {
    VolumeObjectReader reader = new VolumeObjectReader();
    JsonObject.fields(json, reader::part);
    return reader.volume();
  }

  private void part(String name, JsonParser json) throws IOException {
    switch (name) {
      case "metadata" -> JsonObject.fields(json, this::metadata);
      case "spec" -> JsonObject.fields(json, this::spec);
      case "status" -> status.putAll(JsonObject.texts(json));
      default -> {}
    }
  }

  private void metadata(String name, JsonParser json) throws IOException {
    switch (name) {
      case "labels" -> labels = JsonObject.texts(json);
      case "annotations" -> annotations = JsonObject.texts(json);
      case "finalizers" -> finalizers = JsonObject.items(json, JsonObject::text);
      case "name", "uid", "resourceVersion", "deletionTimestamp" ->
          metadata.put(name, JsonObject.text(json));
      default -> {}
    }
  }

  private void spec(String name, JsonParser json) throws IOException {
    switch (name) {
      case "claimRef" -> claim.putAll(JsonObject.texts(json));
      case "csi" -> JsonObject.fields(json, this::csi);
      case "persistentVolumeReclaimPolicy" -> spec.put(name, JsonObject.text(json));
      default -> {}
    }
  }

  private void csi(String name, JsonParser json) throws IOException {
    switch (name) {
      case "volumeAttributes" -> attributes = JsonObject.texts(json);
      case "driver", "volumeHandle" -> csi.put(name, JsonObject.text(json));
      default -> {}
    }
  }

  private VolumeObject volume() {
    return new VolumeObject(
        new ObjectVersion(
            text(metadata, "name"), text(metadata, "uid"), text(metadata, "resourceVersion")),
        new VolumeObject.Marks(labels, annotations),
        new VolumeObject.Life(
            !text(metadata, "deletionTimestamp").isEmpty(),
            finalizers,
            text(status, "phase"),
            text(spec, "persistentVolumeReclaimPolicy"),
            !text(claim, "uid").isEmpty()),
        new VolumeObject.Source(text(csi, "driver"), text(csi, "volumeHandle"), attributes));
  }

  private static String text(Map<String, String> fields, String name) {
    return fields.getOrDefault(name, "");
  }
}
