package example.ebs.command;

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
        .filter(candidate -> distance(name, candidate) <= Math.max(2, candidate.length() / 3))
        .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
        .map(candidate -> "; did you mean " + candidate + "?")
        .orElse("");
  }

  private static Stream<String> flags(CommandSpec command) {
    return command.options().stream().flatMap(option -> Stream.of(option.names()));
  }

  /** Levenshtein's: how many letters to add, drop or change. */
  static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int column = 0; column <= to.length(); column++) {
      row[column] = column;
    }
    for (int line = 1; line <= from.length(); line++) {
      int diagonal = row[0];
      row[0] = line;
      for (int column = 1; column <= to.length(); column++) {
        int change = diagonal + (from.charAt(line - 1) == to.charAt(column - 1) ? 0 : 1);
        diagonal = row[column];
        row[column] = Math.min(change, Math.min(row[column], row[column - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
