package example.ebs.command;

import example.ebs.csi.request.EditDistance;
import java.util.Comparator;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** What somebody probably meant to type. */
final class NearestName {
  private NearestName() {}

  /** "; did you mean --endpoint?", or nothing where no name is near. */
  static String among(CommandSpec command, String typed) {
    String name = typed.replaceFirst("=.*", "");
    Stream<String> known =
        name.startsWith("-") ? flags(command) : command.subcommands().keySet().stream();
    return known
        .filter(
            candidate ->
                EditDistance.between(name, candidate) <= Math.max(2, candidate.length() / 3))
        .min(Comparator.comparingInt(candidate -> EditDistance.between(name, candidate)))
        .map(candidate -> "; did you mean " + candidate + "?")
        .orElse("");
  }

  private static Stream<String> flags(CommandSpec command) {
    return command.options().stream().flatMap(option -> Stream.of(option.names()));
  }
}
