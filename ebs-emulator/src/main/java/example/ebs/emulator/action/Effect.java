package example.ebs.emulator.action;

import java.io.IOException;

/** What a checked request does. */
@FunctionalInterface
interface Effect {
  Outcome perform() throws IOException;
}
