package example.ebs.emulator.modification;

import example.ebs.emulator.volume.VolumeSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The latest modification of a volume.
 *
 * @param changed when the volume becomes what it is to be, or did
 * @param ended when nothing more happens to it, or did
 * @param message why it failed; empty if it did not
 * @param earlier when those before it began that still count for the limit
 */
public record Modification(
    String volumeId,
    VolumeSpecification original,
    VolumeSpecification target,
    ModificationState state,
    Instant started,
    Instant changed,
    Instant ended,
    String message,
    List<Instant> earlier) {
  public Modification {
    earlier = List.copyOf(earlier);
  }

  /** The volume is now what it is to be. */
  public Modification optimizing(Instant now) {
    return in(ModificationState.OPTIMIZING, now, ended.isBefore(now) ? now : ended, "");
  }

  public Modification completed() {
    return in(ModificationState.COMPLETED, changed, ended, "");
  }

  /** The volume stays what it was. */
  public Modification failed(Instant now, String why) {
    return in(ModificationState.FAILED, changed, now, why);
  }

  /** The volume could not be changed yet. */
  public Modification triedAgain(Instant at) {
    return in(ModificationState.MODIFYING, at, ended, "");
  }

  private Modification in(ModificationState next, Instant change, Instant end, String why) {
    return new Modification(volumeId, original, target, next, started, change, end, why, earlier);
  }

  /** When its state passes, if it is one that passes by itself. */
  public Instant due() {
    return state == ModificationState.MODIFYING ? changed : ended;
  }

  /** In percent. */
  public long progress(Instant now) {
    return switch (state) {
      case MODIFYING, FAILED -> 0;
      case OPTIMIZING -> {
        long whole = Math.max(1, Duration.between(changed, ended).toMillis());
        yield Math.clamp(100 * Duration.between(changed, now).toMillis() / whole, 0, 99);
      }
      case COMPLETED -> 100;
    };
  }
}
