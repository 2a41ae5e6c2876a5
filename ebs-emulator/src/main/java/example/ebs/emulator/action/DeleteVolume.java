package example.ebs.emulator.action;

import example.ebs.emulator.time.Delays;
import example.ebs.emulator.time.Operation;
import example.ebs.emulator.volume.Volume;
import example.ebs.emulator.volume.VolumeStage;
import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.ResourceIds;

/** DeleteVolume. */
final class DeleteVolume implements Action {
  private final Delays delays;

  DeleteVolume(Delays delays) {
    this.delays = delays;
  }

  @Override
  public Effect prepare(Turn turn) {
    Volume volume = turn.state().volume(ResourceIds.volume(turn.request().required("VolumeId")));
    if (!volume.attachments().isEmpty()) {
      throw Ec2Failure.client(
          "VolumeInUse",
          "Volume %s is currently attached to %s"
              .formatted(volume.id(), volume.attachments().getFirst().instanceId()));
    }
    return switch (volume.stage()) {
      case CREATING ->
          throw Ec2Failure.client(
              "IncorrectState", "The volume '" + volume.id() + "' is in the 'creating' state.");
      case DELETING -> () -> Outcome.done(turn.state());
      case READY -> () -> Outcome.done(turn.state().with(deleting(turn, volume)));
    };
  }

  private Volume deleting(Turn turn, Volume volume) {
    return volume.in(VolumeStage.DELETING, turn.now().plus(delays.next(Operation.DELETE_VOLUME)));
  }
}
