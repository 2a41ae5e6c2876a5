package example.ebs.emulator.action;

import example.ebs.emulator.snapshot.SnapshotStage;
import example.ebs.emulator.snapshot.VolumeSnapshot;
import example.ebs.emulator.wire.ResourceIds;

/** DeleteSnapshot. A pending one goes when it is complete. */
final class DeleteSnapshot implements Action {
  @Override
  public Effect prepare(Turn turn) {
    VolumeSnapshot snapshot =
        turn.state().snapshot(ResourceIds.snapshot(turn.request().required("SnapshotId")));
    VolumeSnapshot leaving =
        switch (snapshot.stage()) {
          case PENDING, PENDING_DELETION ->
              snapshot.in(SnapshotStage.PENDING_DELETION, snapshot.due());
          case COMPLETED, ERROR, DELETING -> snapshot.in(SnapshotStage.DELETING, turn.now());
        };
    return () -> Outcome.done(turn.state().with(leaving));
  }
}
