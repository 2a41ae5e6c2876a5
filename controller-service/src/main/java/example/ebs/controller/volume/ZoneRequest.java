package example.ebs.controller.volume;

import example.ebs.csi.model.Zone;
import java.util.List;

/** Where a volume may be: {@code preferred} in that order, and nowhere but in {@code requisite}. */
public record ZoneRequest(List<Zone> requisite, List<Zone> preferred) {
  static final ZoneRequest ANYWHERE = new ZoneRequest(List.of(), List.of());

  public ZoneRequest {
    requisite = List.copyOf(requisite);
    preferred = List.copyOf(preferred);
  }

  /** Whether a volume in that zone can be used where the caller needs it. */
  boolean allows(Zone zone) {
    return requisite.isEmpty()
        ? preferred.isEmpty() || preferred.contains(zone)
        : requisite.contains(zone);
  }

  /** The zones that are allowed, for a message. */
  List<Zone> allowed() {
    return requisite.isEmpty() ? preferred : requisite;
  }
}
