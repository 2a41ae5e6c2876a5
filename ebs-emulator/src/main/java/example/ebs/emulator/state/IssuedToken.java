package example.ebs.emulator.state;

import java.time.Instant;

/**
 * A client token that made something.
 *
 * @param request what was asked for with it: the same token with anything else is refused
 * @param made the id of the volume, or of the reservation
 */
public record IssuedToken(String request, String made, Instant issued) {}
