package example.ebs.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads files of Kubernetes objects, and the parts of an object that tests ask for. */
final class Manifests {
  private static final YAMLMapper YAML = new YAMLMapper();

  private Manifests() {}

  static List<JsonNode> read(Path file) {
    try (var objects = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
      return objects.readAll();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static JsonNode parse(String text) {
    try {
      return YAML.readTree(text);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  static List<String> texts(JsonNode list) {
    return elements(list).map(JsonNode::asText).toList();
  }

  static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }

  static String component(JsonNode object) {
    return object.at("/metadata/labels").path("app.kubernetes.io/component").asText();
  }

  static JsonNode pod(JsonNode workload) {
    return workload.at("/spec/template/spec");
  }

  /** The only container of its pod. */
  static JsonNode container(JsonNode workload) {
    JsonNode containers = pod(workload).path("containers");
    if (containers.size() != 1) {
      throw new IllegalStateException(
          name(workload) + " has " + containers.size() + " containers, wanted one");
    }
    return containers.path(0);
  }
}
