package example.ebs.csi.time;

import java.time.Duration;
import java.time.Instant;

/**
 * So often at once, and once each interval from then on. Whoever counts by it keeps one time: until
 * when all that was taken is used up.
 *
 * @param burst at least 1
 * @param each positive
 */
public record Rate(int burst, Duration each) {
  /** Until when it is used up when one more is taken now. */
  public Instant taken(Instant usedUntil, Instant now) {
    return (usedUntil.isBefore(now) ? now : usedUntil).plus(each);
  }

  /** How long it is until the last one that was taken may go; not positive where it may now. */
  public Duration wait(Instant usedUntil, Instant now) {
    return Duration.between(now, usedUntil).minus(each.multipliedBy(burst));
  }
}
