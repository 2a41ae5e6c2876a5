package example.ebs.emulator.transition;

import example.ebs.emulator.device.ContentCopies;
import example.ebs.emulator.device.VolumeFiles;
import example.ebs.emulator.snapshot.SnapshotStage;
import example.ebs.emulator.snapshot.VolumeSnapshot;
import example.ebs.emulator.state.State;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pending becomes completed, and what is deleted loses its content and is no more. */
final class SnapshotTransitions {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotTransitions.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final VolumeFiles files;
  private final ContentCopies copies;

  SnapshotTransitions(VolumeFiles files, ContentCopies copies) {
    this.files = files;
    this.copies = copies;
  }

  State settle(State state, Instant now) {
    State settled = state;
    for (VolumeSnapshot snapshot : state.snapshots().values()) {
      if (snapshot.passes() && !snapshot.due().isAfter(now)) {
        settled = settled(settled, snapshot, now);
      }
    }
    return settled;
  }

  private State settled(State state, VolumeSnapshot snapshot, Instant now) {
    try {
      return switch (snapshot.stage()) {
        case PENDING -> state.with(completed(snapshot));
        case PENDING_DELETION, DELETING -> deleted(state, snapshot);
        case COMPLETED, ERROR -> state;
      };
    } catch (IOException e) {
      LOG.warn("{} stays {}, trying again: {}", snapshot.id(), snapshot.status(), e.toString());
      return state.with(snapshot.in(snapshot.stage(), now.plus(RETRY)));
    }
  }

  /** One whose request failed may be there without its content, and has nothing to restore. */
  private VolumeSnapshot completed(VolumeSnapshot snapshot) throws IOException {
    boolean there = copies.keep(snapshot.id());
    return snapshot.in(there ? SnapshotStage.COMPLETED : SnapshotStage.ERROR, snapshot.due());
  }

  private State deleted(State state, VolumeSnapshot snapshot) throws IOException {
    files.delete(snapshot.id());
    return state.withoutSnapshot(snapshot.id());
  }

  Stream<Instant> due(State state) {
    return state.snapshots().values().stream()
        .filter(VolumeSnapshot::passes)
        .map(VolumeSnapshot::due);
  }
}
