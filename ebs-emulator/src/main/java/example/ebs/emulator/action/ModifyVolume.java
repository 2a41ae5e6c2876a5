package example.ebs.emulator.action;

import example.ebs.emulator.modification.Modification;
import example.ebs.emulator.modification.ModificationLimit;
import example.ebs.emulator.modification.ModificationState;
import example.ebs.emulator.time.Delays;
import example.ebs.emulator.time.Operation;
import example.ebs.emulator.volume.Volume;
import example.ebs.emulator.volume.VolumeSpecification;
import example.ebs.emulator.volume.VolumeStage;
import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.ResourceIds;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * ModifyVolume. The same values once more are a modification too, as on EC2, and a request has no
 * token.
 */
final class ModifyVolume implements Action {
  private final Delays delays;

  ModifyVolume(Delays delays) {
    this.delays = delays;
  }

  @Override
  public Effect prepare(Turn turn) {
    Volume volume = turn.state().volume(ResourceIds.volume(turn.request().required("VolumeId")));
    VolumeSpecification target = ModificationOrder.parse(turn.request(), volume);
    refuseUnlessReady(volume);
    Optional<Modification> latest =
        Optional.ofNullable(turn.state().modifications().get(volume.id()));
    latest.ifPresent(ModifyVolume::refuseUnlessOver);
    List<Instant> counted =
        latest.map(last -> ModificationLimit.counted(last, turn.now())).orElse(List.of());
    ModificationLimit.check(counted);
    return () -> begun(turn, volume, target, counted);
  }

  private Outcome begun(
      Turn turn, Volume volume, VolumeSpecification target, List<Instant> earlier) {
    Instant changed = turn.now().plus(delays.next(Operation.MODIFY_VOLUME));
    Modification modification =
        new Modification(
            volume.id(),
            volume.specification(),
            target,
            ModificationState.MODIFYING,
            turn.now(),
            changed,
            changed.plus(delays.next(Operation.OPTIMIZE_VOLUME)),
            "",
            earlier);
    return new Outcome(
        turn.state().with(modification),
        xml ->
            xml.group(
                "volumeModification",
                inner -> ModificationXml.write(inner, modification, turn.now())));
  }

  private static void refuseUnlessReady(Volume volume) {
    if (volume.stage() != VolumeStage.READY) {
      throw Ec2Failure.client(
          "IncorrectState",
          "The volume '%s' is in the '%s' state.".formatted(volume.id(), volume.status()));
    }
  }

  private static void refuseUnlessOver(Modification latest) {
    if (!latest.state().over()) {
      throw Ec2Failure.client(
          "IncorrectModificationState",
          "Volume %s cannot be modified in modification state %s"
              .formatted(latest.volumeId(), latest.state().name()));
    }
  }
}
