package example.ebs.emulator.action;

import example.ebs.emulator.device.VolumeFiles;
import example.ebs.emulator.fault.Faults;
import example.ebs.emulator.state.IssuedToken;
import example.ebs.emulator.state.State;
import example.ebs.emulator.time.Delays;
import example.ebs.emulator.time.Operation;
import example.ebs.emulator.volume.Volume;
import example.ebs.emulator.volume.VolumeStage;
import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.ResourceIds;
import example.ebs.emulator.zone.Zones;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** CreateVolume. */
final class CreateVolume implements Action {
  private final Zones zones;
  private final VolumeFiles files;
  private final Delays delays;
  private final Faults faults;

  CreateVolume(Zones zones, VolumeFiles files, Delays delays, Faults faults) {
    this.zones = zones;
    this.files = files;
    this.delays = delays;
    this.faults = faults;
  }

  @Override
  public Effect prepare(Turn turn) {
    VolumeOrder order = VolumeOrder.parse(turn.request(), zones);
    Optional<String> token = turn.request().text("ClientToken").filter(text -> !text.isEmpty());
    Optional<Volume> before =
        Tokens.made(turn, token, order.toString()).map(id -> stillThere(turn.state(), id));
    return before.isPresent()
        ? () -> outcome(turn.state(), before.get())
        : () -> create(turn, order, token);
  }

  /** A token whose volume is gone is burnt. */
  private static Volume stillThere(State state, String id) {
    return Optional.ofNullable(state.volumes().get(id)).orElseThrow(Tokens::mismatch);
  }

  private Outcome create(Turn turn, VolumeOrder order, Optional<String> token) throws IOException {
    refuseIfFull(turn, order);
    String id = ResourceIds.next("vol");
    // First the file, then the state that names it: a crash between leaves a file that the next
    // start takes away, and never a volume without content.
    files.create(id, order.specification().sizeGib());
    Volume volume =
        new Volume(
            id,
            order.specification(),
            turn.now(),
            VolumeStage.CREATING,
            turn.now().plus(delays.next(Operation.CREATE_VOLUME)),
            order.tags(),
            List.of());
    State state = turn.state().with(volume);
    return outcome(
        token
            .map(text -> state.withToken(text, IssuedToken.of(order.toString(), id, turn.now())))
            .orElse(state),
        volume);
  }

  private void refuseIfFull(Turn turn, VolumeOrder order) {
    String zone = order.specification().zone();
    if (faults.isFull(zone, turn.request())) {
      throw new Ec2Failure(
          500,
          "InsufficientVolumeCapacity",
          "There is not enough capacity to fulfill your request in zone '" + zone + "'.");
    }
  }

  private Outcome outcome(State state, Volume volume) {
    return new Outcome(state, xml -> VolumeXml.write(xml, volume, zones));
  }
}
