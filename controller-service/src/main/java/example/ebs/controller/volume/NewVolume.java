package example.ebs.controller.volume;

import example.ebs.csi.model.Zone;
import java.util.Map;

/**
 * One request to create a volume.
 *
 * @param token the same token creates at most one volume, however often it is sent
 */
public record NewVolume(
    String token, Zone zone, VolumeSpecification specification, Map<String, String> tags) {
  public NewVolume {
    tags = Map.copyOf(tags);
  }
}
