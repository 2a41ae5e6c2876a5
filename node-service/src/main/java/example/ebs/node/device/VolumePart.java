package example.ebs.node.device;

import example.ebs.csi.model.VolumeId;
import java.util.OptionalInt;

/**
 * What of a volume is used: all of it, or one partition.
 *
 * @param partition from 1; empty means the whole device
 */
public record VolumePart(VolumeId id, OptionalInt partition) {

  /** The whole device. */
  public static VolumePart whole(VolumeId id) {
    return new VolumePart(id, OptionalInt.empty());
  }

  /** Whether writing to one of them can change the other. */
  public boolean overlaps(VolumePart other) {
    return id.equals(other.id)
        && (partition.isEmpty() || other.partition.isEmpty() || partition.equals(other.partition));
  }

  /** The id, with the partition if there is one: as it follows "volume" in a message. */
  @Override
  public String toString() {
    return partition.isPresent() ? id + ", partition " + partition.getAsInt() : id.value();
  }
}
