package example.ebs.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A volume as {@code aws ec2 describe-volumes} shows it. */
record Ec2Volume(
    String id,
    String state,
    String zone,
    int sizeGib,
    String type,
    Map<String, String> tags,
    Optional<Attachment> attachment) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Where it is attached, or being attached or detached. */
  record Attachment(String instance, String device, String state) {}

  /** The instance that has it. */
  Optional<String> instance() {
    return attachment.map(Attachment::instance);
  }

  /** Reads what {@code --output=json} prints. */
  static List<Ec2Volume> parse(String json) {
    try {
      return elements(JSON.readTree(json).path("Volumes")).stream().map(Ec2Volume::of).toList();
    } catch (JsonProcessingException unreadable) {
      throw new AssertionError("no JSON from describe-volumes: " + json, unreadable);
    }
  }

  private static Ec2Volume of(JsonNode volume) {
    return new Ec2Volume(
        volume.path("VolumeId").asText(),
        volume.path("State").asText(),
        volume.path("AvailabilityZone").asText(),
        volume.path("Size").asInt(),
        volume.path("VolumeType").asText(),
        elements(volume.path("Tags")).stream()
            .collect(
                Collectors.toMap(tag -> tag.path("Key").asText(), t -> t.path("Value").asText())),
        elements(volume.path("Attachments")).stream().map(Ec2Volume::attachment).findFirst());
  }

  private static Attachment attachment(JsonNode attachment) {
    return new Attachment(
        attachment.path("InstanceId").asText(),
        attachment.path("Device").asText(),
        attachment.path("State").asText());
  }

  private static List<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}
