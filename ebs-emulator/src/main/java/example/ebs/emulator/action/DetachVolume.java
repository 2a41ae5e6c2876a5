package example.ebs.emulator.action;

import example.ebs.emulator.attachment.Attachment;
import example.ebs.emulator.attachment.AttachmentState;
import example.ebs.emulator.attachment.DeviceNames;
import example.ebs.emulator.time.Delays;
import example.ebs.emulator.time.Operation;
import example.ebs.emulator.volume.Volume;
import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.QueryParameters;
import example.ebs.emulator.wire.ResourceIds;
import java.time.Duration;
import java.util.Optional;

/**
 * DetachVolume.
 *
 * <p>Force is taken and changes nothing: a device that is open stays until it is closed, for what
 * writes to it would go on writing.
 */
final class DetachVolume implements Action {
  private final Delays delays;

  DetachVolume(Delays delays) {
    this.delays = delays;
  }

  @Override
  public Effect prepare(Turn turn) {
    QueryParameters request = turn.request();
    request.flag("Force");
    String volumeId = ResourceIds.volume(request.required("VolumeId"));
    Optional<String> instanceId = request.text("InstanceId").map(ResourceIds::instance);
    Optional<String> device = request.text("Device");
    Volume volume = turn.state().volume(volumeId);
    instanceId.ifPresent(turn.state()::instance);
    refuseUnlessAttached(volume);
    Attachment tie = tie(volume, instanceId);
    device.ifPresent(name -> refuseOtherDevice(volume, tie, name));
    return () -> tie.leaving() ? answer(turn, volume, tie) : detach(turn, volume, tie);
  }

  private static void refuseUnlessAttached(Volume volume) {
    if (volume.attachments().isEmpty()) {
      throw Ec2Failure.client(
          "IncorrectState",
          "Volume '%s' is in the '%s' state.".formatted(volume.id(), volume.status()));
    }
  }

  private static Attachment tie(Volume volume, Optional<String> instanceId) {
    if (instanceId.isEmpty() && volume.specification().multiAttach()) {
      throw Ec2Failure.missing("InstanceId");
    }
    String id = instanceId.orElse(volume.attachments().getFirst().instanceId());
    return volume.attachmentTo(id).orElseThrow(() -> absent(volume, "instance '" + id + "'"));
  }

  private static void refuseOtherDevice(Volume volume, Attachment tie, String device) {
    if (!DeviceNames.lastPart(device).equals(DeviceNames.lastPart(tie.device()))) {
      throw absent(volume, "device '" + device + "' of instance '" + tie.instanceId() + "'");
    }
  }

  private static Ec2Failure absent(Volume volume, String where) {
    return Ec2Failure.client(
        "InvalidAttachment.NotFound",
        "The volume '%s' is not attached to %s.".formatted(volume.id(), where));
  }

  private Outcome detach(Turn turn, Volume volume, Attachment tie) {
    Duration delay = delays.next(Operation.DETACH_VOLUME);
    // Whoever detaches it wants to have it, also if the instance is terminated meanwhile.
    return answer(turn, volume, tie.kept().in(AttachmentState.DETACHING, turn.now().plus(delay)));
  }

  private static Outcome answer(Turn turn, Volume volume, Attachment tie) {
    return new Outcome(
        turn.state().with(volume.with(tie)), xml -> VolumeXml.write(xml, volume.id(), tie));
  }
}
