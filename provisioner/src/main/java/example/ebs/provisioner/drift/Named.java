package example.ebs.provisioner.drift;

import java.util.Optional;
import java.util.Set;

/**
 * A VolumeAttachment, as far as it matters whether it is true.
 *
 * @param volume the driver's id of the volume; empty where it is not known
 * @param nodes the ids that its node has or had; none where they are not known
 * @param settled whether it is ours to keep attached: said to be so, and not being deleted
 */
record Named(String uid, Optional<String> volume, Set<String> nodes, boolean settled) {
  Named {
    nodes = Set.copyOf(nodes);
  }

  /** Whether it speaks of the volume on that node; on doubt it does. */
  boolean mayMean(String otherVolume, String otherNode) {
    return volume.map(otherVolume::equals).orElse(true)
        && (nodes.isEmpty() || nodes.contains(otherNode));
  }
}
