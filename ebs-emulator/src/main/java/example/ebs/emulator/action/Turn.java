package example.ebs.emulator.action;

import example.ebs.emulator.state.State;
import example.ebs.emulator.wire.QueryParameters;
import java.time.Instant;

/** A request, with the state it meets and the time at which it does. */
record Turn(QueryParameters request, State state, Instant now) {}
