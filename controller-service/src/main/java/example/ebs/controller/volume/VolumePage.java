package example.ebs.controller.volume;

import java.util.List;
import java.util.Optional;

/**
 * Some of the volumes.
 *
 * @param next what the next page begins after; empty after the last one
 */
public record VolumePage(List<EbsVolume> volumes, Optional<String> next) {
  public VolumePage {
    volumes = List.copyOf(volumes);
  }
}
