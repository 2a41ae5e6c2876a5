package example.ebs.local.release;

import com.fasterxml.jackson.core.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import example.ebs.csi.kubernetes.JsonObject;
import example.ebs.csi.kubernetes.PlayedApiServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** One PersistentVolume behind the API, which applies the patches that come for it. */
public final class PlayedVolumeObjects implements HttpHandler {
  private final AtomicReference<Optional<VolumeObject>> object =
      new AtomicReference<>(Optional.empty());

  public void put(VolumeObject now) {
    object.set(Optional.of(now));
  }

  /** What is there now. */
  public Optional<VolumeObject> now() {
    return object.get();
  }

  void delete() {
    object.set(Optional.empty());
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Optional<VolumeObject> now = object.get();
    if (now.isEmpty()) {
      PlayedApiServer.reply(exchange, 404, "{}");
    } else if (exchange.getRequestMethod().equals("GET")) {
      PlayedApiServer.reply(exchange, 200, json(now.get()));
    } else {
      PlayedApiServer.reply(exchange, patch(exchange, now.get()), "{}");
    }
  }

  private int patch(HttpExchange exchange, VolumeObject now) throws IOException {
    boolean merge = "application/merge-patch+json".equals(type(exchange));
    try (JsonParser json = JsonObject.parser(exchange.getRequestBody())) {
      json.nextToken();
      return merge ? annotate(json, now) : operate(json, now);
    }
  }

  private static String type(HttpExchange exchange) {
    return String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
  }

  private int annotate(JsonParser json, VolumeObject now) throws IOException {
    Map<String, String> annotations = new HashMap<>(now.marks().annotations());
    JsonObject.fields(
        json,
        (_, metadata) ->
            JsonObject.fields(metadata, (_, value) -> annotations.putAll(JsonObject.texts(value))));
    put(Volumes.with(now, new VolumeObject.Marks(now.marks().labels(), annotations)));
    return 200;
  }

  private int operate(JsonParser json, VolumeObject now) throws IOException {
    List<String> finalizers = new ArrayList<>(now.life().finalizers());
    for (Map<String, String> operation : JsonObject.items(json, JsonObject::texts)) {
      String path = operation.getOrDefault("path", "");
      boolean test = "test".equals(operation.get("op"));
      String value = operation.getOrDefault("value", "");
      if (path.equals("/metadata/uid")) {
        if (!value.equals(now.version().uid())) {
          return 422;
        }
        continue;
      }
      int index = Integer.parseInt(path.replace("/metadata/finalizers/", ""));
      if (index >= finalizers.size() || (test && !finalizers.get(index).equals(value))) {
        return 422;
      }
      if (!test) {
        finalizers.remove(index);
      }
    }
    put(Volumes.withFinalizers(now, finalizers));
    return 200;
  }

  /** As the API server writes it, with much that nobody here asks for. */
  public static String json(VolumeObject object) {
    VolumeObject.Life life = object.life();
    return """
        {"kind": "PersistentVolume", "apiVersion": "v1",
         "metadata": {"name": "%s", "uid": "%s", "resourceVersion": "%s", %s
           "creationTimestamp": "2026-01-01T00:00:00Z", "labels": %s, "annotations": %s,
           "finalizers": [%s], "managedFields": [{"fieldsV1": {"f:metadata": {"f:labels": {}}}}]},
         "spec": {"capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteOnce"], %s
           "persistentVolumeReclaimPolicy": "%s", "storageClassName": "local",
           "csi": {"driver": "%s", "volumeHandle": "%s", "volumeAttributes": %s},
           "nodeAffinity": {"required": {"nodeSelectorTerms": [{"matchExpressions": []}]}}},
         "status": {"phase": "%s", "lastPhaseTransitionTime": null}}
        """
        .formatted(
            object.name(),
            object.version().uid(),
            object.version().resourceVersion(),
            life.deleted() ? "\"deletionTimestamp\": \"2026-01-02T00:00:00Z\"," : "",
            map(object.marks().labels()),
            map(object.marks().annotations()),
            life.finalizers().stream()
                .map(PlayedVolumeObjects::text)
                .collect(Collectors.joining(",")),
            life.claimed() ? "\"claimRef\": {\"name\": \"data\", \"uid\": \"c\"}," : "",
            life.reclaimPolicy(),
            object.source().driver(),
            object.source().handle(),
            map(object.source().attributes()),
            life.phase());
  }

  private static String map(Map<String, String> entries) {
    return entries.entrySet().stream()
        .map(entry -> text(entry.getKey()) + ":" + text(entry.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String text(String value) {
    return JsonObject.write(json -> json.writeString(value));
  }
}
