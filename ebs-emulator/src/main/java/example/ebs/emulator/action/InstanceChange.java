package example.ebs.emulator.action;

import example.ebs.emulator.attachment.Attachment;
import example.ebs.emulator.attachment.AttachmentState;
import example.ebs.emulator.instance.Instance;
import example.ebs.emulator.instance.InstanceState;
import example.ebs.emulator.state.State;
import example.ebs.emulator.time.Delays;
import example.ebs.emulator.time.Operation;
import example.ebs.emulator.volume.Volume;
import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.QueryParameters;
import example.ebs.emulator.wire.ResourceIds;
import java.util.List;
import java.util.Optional;

/** StopInstances, StartInstances and TerminateInstances. */
final class InstanceChange implements Action {
  /** Which of the three. */
  enum Kind {
    STOP,
    START,
    TERMINATE
  }

  private final Kind kind;
  private final Delays delays;

  InstanceChange(Kind kind, Delays delays) {
    this.kind = kind;
    this.delays = delays;
  }

  @Override
  public Effect prepare(Turn turn) {
    QueryParameters request = turn.request();
    request.ignore("Force", "Hibernate", "SkipOsShutdown", "AdditionalInfo");
    List<String> ids = request.list("InstanceId").stream().map(ResourceIds::instance).toList();
    if (ids.isEmpty()) {
      throw Ec2Failure.missing("InstanceId");
    }
    List<Instance> before = turn.state().instances(ids);
    State changed = turn.state();
    for (Instance instance : before) {
      changed = changed(changed, turn, instance);
    }
    State after = changed;
    return () ->
        new Outcome(
            after,
            xml ->
                xml.items(
                    "instancesSet",
                    before,
                    (item, instance) ->
                        InstanceXml.writeChange(item, instance, after.instance(instance.id()))));
  }

  private State changed(State state, Turn turn, Instance instance) {
    Optional<InstanceState> next =
        switch (kind) {
          case STOP -> stopped(instance);
          case START -> started(instance);
          case TERMINATE -> terminated(instance);
        };
    Operation operation = kind == Kind.START ? Operation.START_INSTANCE : Operation.STOP_INSTANCE;
    State changed =
        next.map(to -> state.with(instance.in(to, turn.now().plus(delays.next(operation)))))
            .orElse(state);
    return kind == Kind.TERMINATE ? detached(changed, turn, instance) : changed;
  }

  private static Optional<InstanceState> stopped(Instance instance) {
    return switch (instance.state()) {
      case RUNNING -> Optional.of(InstanceState.STOPPING);
      case STOPPING, STOPPED -> Optional.empty();
      case PENDING, SHUTTING_DOWN, TERMINATED -> throw refused(instance, "stopped");
    };
  }

  private static Optional<InstanceState> started(Instance instance) {
    return switch (instance.state()) {
      case STOPPED -> Optional.of(InstanceState.PENDING);
      case PENDING, RUNNING -> Optional.empty();
      case STOPPING, SHUTTING_DOWN, TERMINATED -> throw refused(instance, "started");
    };
  }

  private static Optional<InstanceState> terminated(Instance instance) {
    return switch (instance.state()) {
      case PENDING, RUNNING, STOPPING, STOPPED -> Optional.of(InstanceState.SHUTTING_DOWN);
      case SHUTTING_DOWN, TERMINATED -> Optional.empty();
    };
  }

  private static Ec2Failure refused(Instance instance, String done) {
    return Ec2Failure.client(
        "IncorrectInstanceState",
        "The instance '%s' is not in a state from which it can be %s."
            .formatted(instance.id(), done));
  }

  private State detached(State state, Turn turn, Instance instance) {
    State changed = state;
    for (Volume volume : state.attachedTo(instance.id())) {
      Attachment tie = volume.attachmentTo(instance.id()).orElseThrow();
      if (!tie.leaving()) {
        changed =
            changed.with(
                volume.with(
                    tie.in(
                        AttachmentState.DETACHING,
                        turn.now().plus(delays.next(Operation.DETACH_VOLUME)))));
      }
    }
    return changed;
  }
}
