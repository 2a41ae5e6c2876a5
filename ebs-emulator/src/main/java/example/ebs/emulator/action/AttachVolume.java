package example.ebs.emulator.action;

import example.ebs.emulator.attachment.Attachment;
import example.ebs.emulator.attachment.AttachmentState;
import example.ebs.emulator.attachment.DeviceNames;
import example.ebs.emulator.instance.Instance;
import example.ebs.emulator.instance.InstanceType;
import example.ebs.emulator.state.State;
import example.ebs.emulator.time.Delays;
import example.ebs.emulator.time.Operation;
import example.ebs.emulator.volume.Volume;
import example.ebs.emulator.volume.VolumeStage;
import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.QueryParameters;
import example.ebs.emulator.wire.ResourceIds;
import java.util.ArrayList;
import java.util.List;

/** AttachVolume. */
final class AttachVolume implements Action {
  private static final int MOST_INSTANCES = 16;

  private final Delays delays;

  AttachVolume(Delays delays) {
    this.delays = delays;
  }

  @Override
  public Effect prepare(Turn turn) {
    QueryParameters request = turn.request();
    String device = DeviceNames.checked(request.required("Device"));
    String instanceId = ResourceIds.instance(request.required("InstanceId"));
    String volumeId = ResourceIds.volume(request.required("VolumeId"));
    refuseOtherCards(request);
    Volume volume = turn.state().volume(volumeId);
    Instance instance = turn.state().instance(instanceId);
    refuseUnlessUsable(instance);
    refuseUnlessFree(volume, instance);
    refuseIfElsewhere(volume, instance);
    refuseIfFull(turn.state(), instance);
    DeviceNames.refuseIfUsed(device, deviceNames(turn.state(), instance));
    return () -> attach(turn, volume, instanceId, device);
  }

  private static void refuseOtherCards(QueryParameters request) {
    int card = request.number("EbsCardIndex").orElse(0);
    if (card != 0) {
      throw Ec2Failure.invalidValue(
          "Value (" + card + ") for parameter ebsCardIndex is invalid. The instance has one card.");
    }
  }

  private static void refuseUnlessUsable(Instance instance) {
    switch (instance.state()) {
      case RUNNING, STOPPED -> {}
      case PENDING, STOPPING ->
          throw Ec2Failure.client(
              "IncorrectState", "Instance '" + instance.id() + "' is not 'running'.");
      case SHUTTING_DOWN, TERMINATED ->
          throw Ec2Failure.client(
              "IncorrectInstanceState",
              "The instance '%s' is in the '%s' state."
                  .formatted(instance.id(), instance.state().text()));
    }
  }

  private static void refuseUnlessFree(Volume volume, Instance instance) {
    if (volume.stage() != VolumeStage.READY) {
      throw Ec2Failure.client(
          "IncorrectState",
          "The volume '%s' is in the '%s' state, it is not 'available'."
              .formatted(volume.id(), volume.status()));
    }
    boolean shared = volume.specification().multiAttach();
    boolean here = volume.attachmentTo(instance.id()).isPresent();
    if (here || (!shared && !volume.attachments().isEmpty())) {
      throw Ec2Failure.client("VolumeInUse", volume.id() + " is already attached to an instance");
    }
    if (shared && instance.type().hypervisor() != InstanceType.Hypervisor.NITRO) {
      throw Ec2Failure.client(
          "UnsupportedOperation",
          "Multi-Attach of %s is not supported by instance type %s"
              .formatted(volume.id(), instance.type().text()));
    }
    if (volume.attachments().size() >= MOST_INSTANCES) {
      throw Ec2Failure.client(
          "AttachmentLimitExceeded",
          volume.id() + " is already attached to " + MOST_INSTANCES + " instances");
    }
  }

  private static void refuseIfElsewhere(Volume volume, Instance instance) {
    if (!volume.zone().equals(instance.zone())) {
      throw Ec2Failure.client(
          "InvalidVolume.ZoneMismatch",
          "The volume '%s' is not in the same availability zone as instance '%s'"
              .formatted(volume.id(), instance.id()));
    }
  }

  private static void refuseIfFull(State state, Instance instance) {
    int limit = instance.type().volumesBesideRoot();
    if (state.attachedTo(instance.id()).size() >= limit) {
      throw Ec2Failure.client(
          "AttachmentLimitExceeded",
          "The maximum number of volumes attached to instance '%s' (%s) is %d beside its root volume"
              .formatted(instance.id(), instance.type().text(), limit));
    }
  }

  private static List<String> deviceNames(State state, Instance instance) {
    List<String> names = new ArrayList<>(List.of(Instance.ROOT_DEVICE));
    for (Volume volume : state.attachedTo(instance.id())) {
      volume.attachmentTo(instance.id()).map(Attachment::device).ifPresent(names::add);
    }
    return names;
  }

  private Outcome attach(Turn turn, Volume volume, String instanceId, String device) {
    Attachment tie =
        new Attachment(
            instanceId,
            device,
            turn.now(),
            AttachmentState.ATTACHING,
            turn.now().plus(delays.next(Operation.ATTACH_VOLUME)),
            false);
    return new Outcome(
        turn.state().with(volume.with(tie)), xml -> VolumeXml.write(xml, volume.id(), tie));
  }
}
