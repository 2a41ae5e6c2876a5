package example.ebs.controller.volume;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a volume is like, as EC2 reports it.
 *
 * @param type such as {@code gp3}
 * @param iops empty where EC2 does not say
 * @param throughput in MiB/s; empty where EC2 does not say
 * @param kmsKey the ARN of the key, for an encrypted volume
 */
public record VolumeTraits(
    String type,
    OptionalInt iops,
    OptionalInt throughput,
    boolean encrypted,
    Optional<String> kmsKey,
    boolean multiAttach) {}
