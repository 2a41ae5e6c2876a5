package example.ebs.command;

import example.ebs.csi.request.NearestWord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** What somebody probably meant to type. */
final class NearestName {
  private static final int LEAST = 3;

  private NearestName() {}

  /** "; did you mean --endpoint?", or nothing where no name is near. */
  static String among(CommandSpec command, String typed) {
    String name = typed.replaceFirst("=.*", "");
    Stream<String> known = name.startsWith("-") ? flags(command) : commands(command);
    List<String> names = known.toList();
    return begun(name, names)
        .or(() -> nearest(name, names))
        .map(near -> "; did you mean " + near + "?")
        .orElse("");
  }

  /** The only one that begins so; a letter or two begin nothing. */
  private static Optional<String> begun(String typed, List<String> names) {
    List<String> beginning = names.stream().filter(name -> name.startsWith(typed)).toList();
    return typed.replace("-", "").length() >= LEAST && beginning.size() == 1
        ? Optional.of(beginning.getFirst())
        : Optional.empty();
  }

  /** The dashes are no letters that somebody could have got right. */
  private static Optional<String> nearest(String typed, List<String> names) {
    return NearestWord.near(bare(typed), names.stream().map(NearestName::bare).toList())
        .flatMap(near -> names.stream().filter(name -> bare(name).equals(near)).findFirst());
  }

  private static String bare(String name) {
    return name.replaceFirst("^--?", "");
  }

  /** Those that the help names, too. */
  private static Stream<String> commands(CommandSpec command) {
    return command.subcommands().entrySet().stream()
        .filter(each -> !each.getValue().getCommandSpec().usageMessage().hidden())
        .map(Map.Entry::getKey);
  }

  private static Stream<String> flags(CommandSpec command) {
    return command.options().stream()
        .filter(option -> !option.hidden())
        .flatMap(option -> Stream.of(option.names()));
  }
}
