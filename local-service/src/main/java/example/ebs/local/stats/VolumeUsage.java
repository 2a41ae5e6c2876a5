package example.ebs.local.stats;

import java.util.Optional;

/** What a volume has, and how much of it is used. */
public record VolumeUsage(Amount bytes, Optional<Amount> inodes) {

  /**
   * An amount.
   *
   * @param total the most that there can be
   * @param parts how it is divided; empty when nobody knows
   */
  public record Amount(long total, Optional<Parts> parts) {}

  /** What is used, and what is available. */
  public record Parts(long used, long available) {}
}
