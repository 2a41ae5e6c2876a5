package example.ebs.emulator.transition;

import example.ebs.emulator.device.BlockDevices;
import example.ebs.emulator.device.ContentCopies;
import example.ebs.emulator.device.VolumeFiles;
import example.ebs.emulator.state.IssuedToken;
import example.ebs.emulator.state.State;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything that happens by itself, applied when its time has come. */
public final class Transitions {
  private static final Duration TOKEN_LIFE = Duration.ofHours(12);

  private final VolumeTransitions volumes;
  private final SnapshotTransitions snapshots;
  private final AttachmentTransitions attachments;
  private final InstanceTransitions instances;
  private final ModificationTransitions modifications;

  public Transitions(VolumeFiles files, ContentCopies copies, BlockDevices devices) {
    this.volumes = new VolumeTransitions(files, copies);
    this.snapshots = new SnapshotTransitions(files, copies);
    this.attachments = new AttachmentTransitions(devices);
    this.instances = new InstanceTransitions(devices);
    this.modifications = new ModificationTransitions(files, devices);
  }

  /** Brings files and folders to what a state says, after a start. */
  public void recover(State state) throws IOException {
    volumes.recover(state);
    instances.recover(state);
  }

  /** The state as it is now, after all that was due. */
  public State settle(State state, Instant now) {
    State settled = volumes.settle(state, now);
    settled = snapshots.settle(settled, now);
    settled = instances.settle(settled, now);
    instances.addFolders(settled);
    settled = attachments.settle(settled, now);
    settled = modifications.settle(settled, now);
    return withoutOldTokens(instances.forget(settled, now), now);
  }

  /**
   * The token of what is gone stays burnt for a while, as on EC2; that of what is there stays as
   * long, so that a machine which boots again finds itself.
   */
  private static State withoutOldTokens(State state, Instant now) {
    State kept = state;
    Instant oldest = now.minus(TOKEN_LIFE);
    for (Map.Entry<String, IssuedToken> token : state.tokens().entrySet()) {
      IssuedToken issued = token.getValue();
      if (issued.issued().isBefore(oldest) && !state.holds(issued.made())) {
        kept = kept.withoutToken(token.getKey());
      }
    }
    return kept;
  }

  /** When there is something to settle next, if nobody asks for anything before. */
  public Optional<Instant> nextDue(State state) {
    return Stream.of(
            volumes.due(state),
            snapshots.due(state),
            instances.due(state),
            attachments.due(state),
            modifications.due(state))
        .flatMap(due -> due)
        .min(Instant::compareTo);
  }
}
