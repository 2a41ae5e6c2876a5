package example.ebs.emulator.action;

import example.ebs.emulator.state.IssuedToken;
import example.ebs.emulator.wire.Ec2Failure;
import java.util.Optional;

/** Client tokens: the same request with the same token is the same request. */
final class Tokens {
  private Tokens() {}

  /** What the request made when it came before, with the same token. */
  static Optional<String> made(Turn turn, Optional<String> token, String request) {
    Optional<IssuedToken> issued =
        token.flatMap(text -> Optional.ofNullable(turn.state().tokens().get(text)));
    issued
        .filter(before -> !before.isFor(request))
        .ifPresent(
            _ -> {
              throw mismatch();
            });
    return issued.map(IssuedToken::made);
  }

  static Ec2Failure mismatch() {
    return Ec2Failure.client(
        "IdempotentParameterMismatch",
        "Arguments on this idempotent request are inconsistent with arguments used in previous"
            + " request(s).");
  }
}
