package example.ebs.emulator.action;

import example.ebs.emulator.snapshot.SnapshotStage;
import example.ebs.emulator.snapshot.VolumeSnapshot;
import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.ResourceIds;
import example.ebs.emulator.wire.Values;

/** DeleteSnapshot. A pending one goes when it is complete, and a locked one stays. */
final class DeleteSnapshot implements Action {
  @Override
  public Effect prepare(Turn turn) {
    VolumeSnapshot snapshot =
        turn.state().snapshot(ResourceIds.snapshot(turn.request().required("SnapshotId")));
    if (snapshot.lock().holds(turn.now())) {
      throw Ec2Failure.client(
          "OperationNotPermitted",
          "The snapshot '%s' is locked until %s and cannot be deleted."
              .formatted(snapshot.id(), Values.text(snapshot.lock().expires())));
    }
    VolumeSnapshot leaving =
        switch (snapshot.stage()) {
          case PENDING, PENDING_DELETION ->
              snapshot.in(SnapshotStage.PENDING_DELETION, snapshot.due());
          case COMPLETED, ERROR, DELETING -> snapshot.in(SnapshotStage.DELETING, turn.now());
        };
    return () -> Outcome.done(turn.state().with(leaving));
  }
}
