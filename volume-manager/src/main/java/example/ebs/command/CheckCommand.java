package example.ebs.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** What the launcher asks before it prepares a faster start for a command. */
@Command(
    name = "check",
    hidden = true,
    description = "Says what is wrong with a command's flags and settings, and begins nothing.")
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "after --, with its flags")
  private List<String> command = List.of();

  @Override
  public Integer call() {
    return Ebs.command()
        .setErr(spec.commandLine().getErr())
        .setExecutionStrategy(CheckCommand::check)
        .execute(command.toArray(String[]::new));
  }

  private static int check(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    if (!last.isUsageHelpRequested()
        && !last.isVersionHelpRequested()
        && last.commandSpec().userObject() instanceof Checked checked) {
      checked.check();
    }
    return 0;
  }

  /** A command that knows more of what is wrong than its flags' names and types. */
  @FunctionalInterface
  interface Checked {
    /**
     * Returns if the command may be begun.
     *
     * @throws picocli.CommandLine.ParameterException with everything that is wrong
     */
    void check();
  }
}
