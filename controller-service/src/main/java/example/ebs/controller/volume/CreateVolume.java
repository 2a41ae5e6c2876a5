package example.ebs.controller.volume;

import java.util.Map;

/**
 * The validated command to create a volume.
 *
 * @param name by which a repeated command finds what an earlier one created
 * @param tags all that the volume gets, its name included
 */
public record CreateVolume(
    String name,
    CapacityRequest capacity,
    VolumeSpecification specification,
    ZoneRequest zones,
    Map<String, String> tags) {
  public CreateVolume {
    tags = Map.copyOf(tags);
  }
}
