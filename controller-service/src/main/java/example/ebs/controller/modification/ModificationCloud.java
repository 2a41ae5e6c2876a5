package example.ebs.controller.modification;

import example.ebs.controller.volume.EbsVolume;
import example.ebs.csi.model.VolumeId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The cloud, as far as modifications need it.
 *
 * <p>Every method obeys the deadline of the current call, and throws a {@link
 * example.ebs.csi.failure.Failure} when it gets no answer. Safe for use by many threads.
 */
public interface ModificationCloud {
  /** What there is of a volume, and its latest modification where EC2 remembers one. */
  Scene look(VolumeId id);

  /** The latest modification of those of the volumes that ever had one which EC2 remembers. */
  Map<VolumeId, Modification> latest(Set<VolumeId> ids);

  /**
   * Begins a modification; EC2 knows no token for it, so a caller that got no answer looks at the
   * latest one.
   *
   * @param from what the volume is now; only what differs is asked for
   * @throws example.ebs.csi.failure.Failure.InProgress while another one is under way
   * @throws example.ebs.csi.failure.Failure.InvalidRequest when EC2 does not allow it
   */
  ModificationStart modify(VolumeId id, VolumeShape from, VolumeShape to);

  /** Adds tags to a volume, and changes those that it has under the same keys. */
  void tag(VolumeId id, Map<String, String> tags);

  /** A volume at one moment. */
  record Scene(Optional<EbsVolume> volume, Optional<Modification> latest) {}
}
