package example.ebs.controller.volume;

import example.ebs.csi.model.VolumeId;
import example.ebs.csi.model.Zone;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The cloud, as far as volumes need it.
 *
 * <p>Every method obeys the deadline of the current call, and throws a {@link
 * example.ebs.csi.failure.Failure} when it gets no answer. Safe for use by many threads.
 */
public interface VolumeCloud {
  /** All volumes with that name, in any state, deleting ones included. */
  List<EbsVolume> findByName(String name);

  /** Those of the volumes that exist. */
  Map<VolumeId, EbsVolume> find(Set<VolumeId> ids);

  /**
   * Creates a volume, or returns the one that the same token created before. What it throws is
   * final only if this request created nothing.
   *
   * @throws example.ebs.csi.failure.Failure.LimitReached when a quota or the zone is exhausted
   */
  Creation create(NewVolume volume);

  /**
   * Deletes a volume; one that does not exist counts as deleted.
   *
   * @throws example.ebs.csi.failure.Failure.InUse when it is attached
   */
  void delete(VolumeId id);

  /** The zones that can hold a volume, in a stable order. */
  List<Zone> zones();
}
