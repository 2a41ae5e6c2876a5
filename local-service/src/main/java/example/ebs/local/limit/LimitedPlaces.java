package example.ebs.local.limit;

import example.ebs.local.model.DirectoryAccess;
import example.ebs.local.store.OpenStore;
import example.ebs.local.store.VolumeRecord;

/**
 * A way to hold a volume to its size, as a seam. The caller holds a lock on the volume, whose
 * directory is there.
 */
public interface LimitedPlaces {
  /**
   * Brings the limit into force, so that what is at the volume's directory can be used; done
   * already is done. A volume that is only claimed also gets its access; one that may hold data is
   * never made anew.
   */
  void raise(OpenStore store, VolumeRecord volume, DirectoryAccess access);

  /**
   * Gives back what the machine lends for it; the data stays, and so does the limit.
   *
   * @throws example.ebs.csi.failure.Failure.InUse while something uses it
   */
  void lower(OpenStore store, VolumeRecord volume);

  /** Takes the limit away from a volume that has been lowered and is about to be removed. */
  void forget(OpenStore store, VolumeRecord volume);
}
