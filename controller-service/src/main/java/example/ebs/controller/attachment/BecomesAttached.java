package example.ebs.controller.attachment;

import example.ebs.controller.transition.Transition;
import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.VolumeId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Waits until a volume is attached to a node. One wait, one object. */
final class BecomesAttached implements Transition<AttachableVolume, BecomesAttached.Outcome> {
  /** Most attachments take 1 to 4 s; one that takes this long never ends by itself. */
  private static final Duration STUCK = Duration.ofSeconds(90);

  /** EC2 is eventually consistent: an attachment that began may not show at once. */
  private static final Duration MAY_BE_UNSEEN = Duration.ofSeconds(10);

  private final VolumeId volume;
  private final NodeId node;
  private final Optional<Instant> begun;
  private final Clock clock;
  private Optional<Instant> unseenSince = Optional.empty();

  /**
   * Creates the wait.
   *
   * @param begun when this process began to attach; empty when somebody else did
   */
  BecomesAttached(VolumeId volume, NodeId node, Optional<Instant> begun, Clock clock) {
    this.volume = volume;
    this.node = node;
    this.begun = begun;
    this.clock = clock;
  }

  @Override
  public Optional<Outcome> answer(Optional<AttachableVolume> seen) {
    AttachmentState state =
        seen.map(found -> found.on(node)).orElseGet(AttachmentState.Detached::new);
    return switch (state) {
      case AttachmentState.Attached attached -> Optional.of(new Done(attached.device()));
      case AttachmentState.Attaching attaching -> stuck(attaching.device());
      case AttachmentState.Detaching _, AttachmentState.Busy _ ->
          throw new Failure.InProgress(
              "volume %s is now being detached from %s; ask again when that has ended"
                  .formatted(volume, node));
      case AttachmentState.Detached _ -> unseen(seen);
    };
  }

  @Override
  public String unfinished(Optional<AttachableVolume> seen) {
    return "volume %s is still attaching to node %s%s; ask again, and the same attachment will be found"
        .formatted(volume, node, begun.map(since -> ", since " + since).orElse(""));
  }

  private Optional<Outcome> stuck(String device) {
    unseenSince = Optional.empty();
    return begun
        .filter(since -> Duration.between(since, clock.instant()).compareTo(STUCK) > 0)
        .map(_ -> new Stuck(device));
  }

  private Optional<Outcome> unseen(Optional<AttachableVolume> seen) {
    Instant now = clock.instant();
    Instant since = unseenSince.orElse(now);
    unseenSince = Optional.of(since);
    if (Duration.between(since, now).compareTo(MAY_BE_UNSEEN) < 0) {
      return Optional.empty();
    }
    throw new Failure.InProgress(
        "volume %s was to be attached to node %s, and EC2 shows %s; ask again"
            .formatted(volume, node, seen.map(_ -> "no attachment").orElse("no such volume")));
  }

  /** How the wait ended. */
  sealed interface Outcome {}

  /** Attached, under that name. */
  record Done(String device) implements Outcome {}

  /** Attaching for longer than it can take. */
  record Stuck(String device) implements Outcome {}
}
