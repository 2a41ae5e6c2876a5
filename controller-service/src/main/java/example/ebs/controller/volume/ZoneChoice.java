package example.ebs.controller.volume;

import example.ebs.csi.model.Zone;
import java.util.Optional;

/**
 * Chooses the zone of a new volume: the first preferred one that is allowed, else the first
 * requisite one.
 *
 * <p>One zone, and no second try elsewhere when it is full: a pod that waits in this zone would not
 * get its volume, whereas the failure lets the scheduler choose again.
 */
final class ZoneChoice {
  private ZoneChoice() {}

  /** Empty when the caller left the choice open. */
  static Optional<Zone> choose(ZoneRequest request) {
    return request.preferred().stream()
        .filter(request::allows)
        .findFirst()
        .or(() -> request.requisite().stream().findFirst());
  }
}
