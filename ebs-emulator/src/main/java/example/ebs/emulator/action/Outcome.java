package example.ebs.emulator.action;

import example.ebs.emulator.state.State;
import example.ebs.emulator.wire.XmlAnswer;
import java.util.function.Consumer;

/** The state after a request, and the answer to it. */
record Outcome(State state, Consumer<XmlAnswer> answer) {

  /** The answer of actions that have nothing to tell. */
  static Outcome done(State state) {
    return new Outcome(state, xml -> xml.text("return", true));
  }
}
