package example.ebs.emulator.action;

import example.ebs.emulator.state.IssuedToken;
import example.ebs.emulator.wire.Ec2Failure;
import example.ebs.emulator.wire.QueryParameters;
import java.util.Optional;

/** Client tokens: the same request with the same token is the same request. */
final class Tokens {
  private static final int LONGEST = 64;

  private Tokens() {}

  /** The token of a request, if it has one that EC2 takes. */
  static Optional<String> of(QueryParameters request) {
    Optional<String> token = request.text("ClientToken").filter(text -> !text.isEmpty());
    token
        .filter(text -> text.length() > LONGEST)
        .ifPresent(
            text -> {
              throw Ec2Failure.invalidValue(
                  "Value (%s) for parameter clientToken is invalid. Length exceeds maximum of %d."
                      .formatted(text, LONGEST));
            });
    return token;
  }

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
