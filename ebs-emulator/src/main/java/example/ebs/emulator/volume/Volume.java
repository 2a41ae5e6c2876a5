package example.ebs.emulator.volume;

import example.ebs.emulator.attachment.Attachment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A volume, with its attachments.
 *
 * @param due when its stage passes, if it is one that passes by itself
 */
public record Volume(
    String id,
    VolumeSpecification specification,
    Instant created,
    VolumeStage stage,
    Instant due,
    Map<String, String> tags,
    List<Attachment> attachments) {
  public Volume {
    tags = Map.copyOf(tags);
    attachments = List.copyOf(attachments);
  }

  public Volume in(VolumeStage next, Instant nextDue) {
    return new Volume(id, specification, created, next, nextDue, tags, attachments);
  }

  /** The same with another size, type or performance. */
  public Volume withSpecification(VolumeSpecification changed) {
    return new Volume(id, changed, created, stage, due, tags, attachments);
  }

  public Volume withTags(Map<String, String> changed) {
    return new Volume(id, specification, created, stage, due, changed, attachments);
  }

  public Optional<Attachment> attachmentTo(String instanceId) {
    return attachments.stream().filter(tie -> tie.instanceId().equals(instanceId)).findFirst();
  }

  /** With an attachment added, or put in the place of the one to the same instance. */
  public Volume with(Attachment attachment) {
    List<Attachment> changed = new ArrayList<>(without(attachment.instanceId()).attachments);
    changed.add(attachment);
    return new Volume(id, specification, created, stage, due, tags, changed);
  }

  public Volume without(String instanceId) {
    List<Attachment> kept =
        attachments.stream().filter(tie -> !tie.instanceId().equals(instanceId)).toList();
    return new Volume(id, specification, created, stage, due, tags, kept);
  }

  /** The state as EC2 names it. */
  public String status() {
    return switch (stage) {
      case READY -> attachments.isEmpty() ? "available" : "in-use";
      case CREATING, DELETING -> stage.name().toLowerCase(Locale.ROOT);
    };
  }

  public String zone() {
    return specification.zone();
  }

  /** What volumes are listed by: it stays the same, and later volumes come later. */
  public String order() {
    return "%015d/%s".formatted(created.toEpochMilli(), id);
  }
}
