package example.ebs.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Everything that is wrong with the flags, so that a person need not find it out one by one. */
final class Problems {
  private final List<String> found = new ArrayList<>();

  void add(String problem) {
    found.add(problem);
  }

  boolean areNone() {
    return found.isEmpty();
  }

  /** Parses the value of a flag; empty, and noted, where it does not parse. */
  <T> Optional<T> parse(String flag, String value, Function<String, T> parser) {
    try {
      return Optional.of(parser.apply(value));
    } catch (IllegalArgumentException refused) {
      found.add(flag + ": " + refused.getMessage());
      return Optional.empty();
    }
  }

  /** What several flags make together; empty, and noted, where they do not fit. */
  <T> Optional<T> check(Supplier<T> together) {
    try {
      return Optional.of(together.get());
    } catch (IllegalArgumentException refused) {
      found.add(refused.getMessage());
      return Optional.empty();
    }
  }

  /** The same for a flag that need not be given. */
  <T> Optional<T> parse(String flag, Optional<String> value, Function<String, T> parser) {
    return value.flatMap(text -> parse(flag, text, parser));
  }

  /**
   * Ends the parsing.
   *
   * @throws ParameterException with all problems, if there are any
   */
  void throwIfAny(CommandSpec command) {
    if (!found.isEmpty()) {
      throw new ParameterException(command.commandLine(), String.join("\n  ", found));
    }
  }
}
