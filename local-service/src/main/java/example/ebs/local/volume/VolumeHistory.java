package example.ebs.local.volume;

import example.ebs.local.store.VolumeKey;
import java.util.Optional;

/**
 * What is known, apart from this node's disks, of a volume that none of them has: whether it is
 * new, or was lost with a disk that was exchanged or a node that was installed anew.
 */
public interface VolumeHistory {
  /** Where nobody keeps a history: what is not there is new. */
  VolumeHistory NONE = _ -> Optional.empty();

  /**
   * What shows that the volume was used on this node before; empty when it is new.
   *
   * @throws example.ebs.csi.failure.Failure.Unavailable when that is not known yet
   */
  Optional<Trace> of(VolumeKey key);

  /**
   * What an earlier use left.
   *
   * @param where for people: the object that has it
   * @param remedy the command that takes it away, by which somebody says that what was in the
   *     volume is not awaited any more
   */
  record Trace(String where, String remedy) {}
}
