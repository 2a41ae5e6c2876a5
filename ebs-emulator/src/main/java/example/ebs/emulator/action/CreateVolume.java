package example.ebs.emulator.action;

import example.ebs.emulator.state.IssuedToken;
import example.ebs.emulator.state.State;
import example.ebs.emulator.volume.Volume;
import example.ebs.emulator.zone.Zones;
import java.io.IOException;
import java.util.Optional;

/** CreateVolume. */
final class CreateVolume implements Action {
  private final Zones zones;
  private final VolumeMaker maker;

  CreateVolume(Zones zones, VolumeMaker maker) {
    this.zones = zones;
    this.maker = maker;
  }

  @Override
  public Effect prepare(Turn turn) {
    VolumeOrder order = VolumeOrder.parse(turn, zones);
    Optional<String> token = Tokens.of(turn.request());
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
    Volume volume = maker.make(turn, order.specification(), order.tags());
    State state = turn.state().with(volume);
    return outcome(
        token
            .map(
                text ->
                    state.withToken(
                        text, IssuedToken.of(order.toString(), volume.id(), turn.now())))
            .orElse(state),
        volume);
  }

  private Outcome outcome(State state, Volume volume) {
    return new Outcome(state, xml -> VolumeXml.write(xml, volume, zones));
  }
}
