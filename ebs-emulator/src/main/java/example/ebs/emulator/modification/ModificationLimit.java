package example.ebs.emulator.modification;

import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * How often a volume may be modified: EC2's documentation of ModifyVolume, since January 2026, has
 * four times in any 24 hours, each once the one before is completed.
 */
public final class ModificationLimit {
  private static final int MOST = 4;
  private static final Duration WITHIN = Duration.ofHours(24);

  private ModificationLimit() {}

  /** When the modifications before a new one began, as far as they count. */
  public static List<Instant> counted(Modification latest, Instant now) {
    Instant oldest = now.minus(WITHIN);
    return Stream.concat(latest.earlier().stream(), Stream.of(latest.started()))
        .filter(oldest::isBefore)
        .toList();
  }

  /** Fails if a modification would be one too many, with when it will not be. */
  public static void check(List<Instant> counted) {
    if (counted.size() >= MOST) {
      Instant possible = counted.get(counted.size() - MOST).plus(WITHIN);
      throw Ec2Failure.client(
          "VolumeModificationRateExceeded",
          "You've reached the maximum modification rate per volume limit: %d modifications in any %d hours. The volume can be modified again at %s."
              .formatted(MOST, WITHIN.toHours(), Values.text(possible)));
    }
  }
}
