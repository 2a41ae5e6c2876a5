package example.ebs.controller.modification;

import example.ebs.csi.model.VolumeId;
import java.time.Instant;

/**
 * The latest modification of a volume, as EC2 reports it.
 *
 * @param said what EC2 adds in words, often nothing
 * @param original the shape before it
 * @param target the shape that was asked for
 * @param progress in percent
 * @param begun when EC2 took it
 */
public record Modification(
    VolumeId volume,
    ModificationState state,
    String said,
    VolumeShape original,
    VolumeShape target,
    long progress,
    Instant begun) {}
