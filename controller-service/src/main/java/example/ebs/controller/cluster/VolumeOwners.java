package example.ebs.controller.cluster;

import example.ebs.csi.model.VolumeId;
import java.util.Set;

/** The cloud, as far as the ownership of volumes needs it. Safe for use by many threads. */
@FunctionalInterface
public interface VolumeOwners {
  /**
   * The ids of the clusters that own the volume by its tags, as they were at most two minutes ago;
   * none where nobody tagged it or there is no such volume.
   *
   * @throws example.ebs.csi.failure.Failure when the cloud does not answer
   */
  Set<String> of(VolumeId volume);
}
