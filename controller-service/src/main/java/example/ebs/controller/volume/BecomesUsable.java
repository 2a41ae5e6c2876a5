package example.ebs.controller.volume;

import example.ebs.controller.transition.Transition;
import example.ebs.csi.model.VolumeId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Waits until a new volume can be attached, or has failed to become one. One wait, one object. */
final class BecomesUsable implements Transition<EbsVolume, BecomesUsable.Outcome> {
  /**
   * EC2 is eventually consistent: a new volume may be unknown for a moment, and one that was seen
   * may be missing from the next answer.
   */
  private static final Duration MAY_BE_UNSEEN = Duration.ofSeconds(10);

  private final VolumeId id;
  private final Clock clock;
  private Optional<Instant> unseenSince = Optional.empty();

  BecomesUsable(VolumeId id, Clock clock) {
    this.id = id;
    this.clock = clock;
  }

  @Override
  public Optional<Outcome> answer(Optional<EbsVolume> seen) {
    if (seen.isEmpty() || seen.get().state().isGoing()) {
      return unseen();
    }
    unseenSince = Optional.empty();
    return switch (seen.get().state()) {
      case AVAILABLE, IN_USE -> Optional.of(new Usable(seen.get()));
      case ERROR -> Optional.of(new Broken());
      case CREATING, DELETING, DELETED, UNKNOWN -> Optional.empty();
    };
  }

  @Override
  public String unfinished(Optional<EbsVolume> seen) {
    return "volume %s is still %s; ask again, and the same volume will be found"
        .formatted(id, seen.map(volume -> volume.state().name()).orElse("CREATING"));
  }

  private Optional<Outcome> unseen() {
    Instant now = clock.instant();
    Instant since = unseenSince.orElse(now);
    unseenSince = Optional.of(since);
    return Duration.between(since, now).compareTo(MAY_BE_UNSEEN) < 0
        ? Optional.empty()
        : Optional.of(new Vanished());
  }

  /** How the wait ended. */
  sealed interface Outcome {}

  /** The volume can be attached. */
  record Usable(EbsVolume volume) implements Outcome {}

  /** EC2 took the volume back. */
  record Vanished() implements Outcome {}

  /** The volume is there and will never work. */
  record Broken() implements Outcome {}
}
