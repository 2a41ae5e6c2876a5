package example.ebs.emulator.instance;

import java.time.Instant;
import java.util.Map;

/**
 * A machine that volumes are attached to.
 *
 * @param due when its state passes, if it is one that passes by itself
 * @param rootVolumeId the volume it starts from: shown with the instance and counted against its
 *     limit, but not a volume of its own that could be described or detached
 */
public record Instance(
    String id,
    InstanceType type,
    String zone,
    String imageId,
    Instant launched,
    InstanceState state,
    Instant due,
    String rootVolumeId,
    String reservationId,
    Map<String, String> tags) {
  public static final String ROOT_DEVICE = "/dev/xvda";

  public Instance {
    tags = Map.copyOf(tags);
  }

  public Instance in(InstanceState next, Instant nextDue) {
    return new Instance(
        id, type, zone, imageId, launched, next, nextDue, rootVolumeId, reservationId, tags);
  }

  public Instance withTags(Map<String, String> changed) {
    return new Instance(
        id, type, zone, imageId, launched, state, due, rootVolumeId, reservationId, changed);
  }

  public String order() {
    return "%015d/%s".formatted(launched.toEpochMilli(), id);
  }
}
