package example.ebs.emulator.action;

import example.ebs.emulator.state.IssuedToken;
import example.ebs.emulator.state.State;
import example.ebs.emulator.volume.Volume;
import example.ebs.emulator.wire.XmlAnswer;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A volume that a request with a client token orders: the same request is the same volume. */
record OrderedVolume(VolumeMaker maker, BiConsumer<XmlAnswer, Volume> answer) {

  Effect effect(Turn turn, VolumeOrder order) {
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
    return new Outcome(state, xml -> answer.accept(xml, volume));
  }
}
