package example.ebs.controller.modification;

import example.ebs.controller.volume.EbsVolume;
import example.ebs.controller.volume.VolumeType;
import example.ebs.csi.model.VolumeSize;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a modification can change of a volume.
 *
 * @param type such as {@code gp3}
 * @param iops empty where EC2 does not say, or nobody can choose
 * @param throughput in MiB/s; empty where EC2 does not say, or nobody can choose
 */
public record VolumeShape(VolumeSize size, String type, OptionalInt iops, OptionalInt throughput) {
  /** The shape that EC2 reports of the volume. */
  static VolumeShape of(EbsVolume volume) {
    return new VolumeShape(
        volume.size(),
        volume.traits().type(),
        volume.traits().iops(),
        volume.traits().throughput());
  }

  /** The shape of a volume of that type. */
  static VolumeShape of(VolumeSize size, VolumeType type) {
    return new VolumeShape(size, type.limits().type(), type.iops(), type.throughput());
  }

  /** The same, where nothing but the size is another. */
  VolumeShape grownTo(VolumeSize larger) {
    return new VolumeShape(larger, type, iops, throughput);
  }

  /** Whether it is what is wanted, as far as the wanted shape says. */
  boolean meets(VolumeShape wanted) {
    return size.equals(wanted.size)
        && type.equals(wanted.type)
        && meets(iops, wanted.iops)
        && meets(throughput, wanted.throughput);
  }

  private static boolean meets(OptionalInt found, OptionalInt wanted) {
    return wanted.isEmpty() || found.isEmpty() || found.equals(wanted);
  }

  @Override
  public String toString() {
    List<String> parts = new ArrayList<>(List.of(type, size.toString()));
    iops.ifPresent(count -> parts.add(count + " iops"));
    throughput.ifPresent(rate -> parts.add(rate + " MiB/s"));
    return String.join(", ", parts);
  }
}
