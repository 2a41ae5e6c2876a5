package example.ebs.emulator.volume;

import java.util.Optional;

/**
 * What a volume is, checked against the limits of its type.
 *
 * @param iops 0 where the type does not report any
 * @param throughput in MiB/s, 0 where the type does not report any
 * @param kmsKeyId empty where none was given
 * @param source nothing in states of versions that had no snapshots
 */
public record VolumeSpecification(
    String zone,
    int sizeGib,
    VolumeType type,
    int iops,
    int throughput,
    boolean encrypted,
    String kmsKeyId,
    boolean multiAttach,
    VolumeSource source) {
  public VolumeSpecification {
    source = Optional.ofNullable(source).orElse(VolumeSource.NOTHING);
  }
}
