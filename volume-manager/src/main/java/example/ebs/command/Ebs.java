package example.ebs.command;

import example.ebs.command.signal.StopSignal;
import example.ebs.csi.failure.Failure;
import example.ebs.emulator.DeviceKind;
import example.ebs.emulator.Latency;
import example.ebs.node.device.Evidence;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command itself: finds the subcommand, and turns what goes wrong into a message and an exit
 * code.
 */
@Command(
    name = "ebs",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Amazon EBS volumes for Kubernetes pods: a CSI driver, a volume manager and an EC2 emulator.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      AllCommand.class,
      ControllerCommand.class,
      ProvisionerCommand.class,
      NodeCommand.class,
      EmulatorCommand.class,
      ForgetCommand.class,
      RehearseCommand.class,
      CheckCommand.class
    },
    footer = {
      "",
      "Start with: ebs demo",
      "Exit codes: 0 done, 1 failed, 2 wrong flags or settings."
    })
public final class Ebs implements Runnable, CheckCommand.Checked {
  private static final int FAILED = 1;
  private static final int NOT_UNDERSTOOD = 2;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  private Ebs() {}

  public static void main(String[] arguments) {
    int code = command().execute(arguments);
    if (!StopSignal.isReceived()) {
      System.exit(code);
    }
  }

  /** The command, ready to be executed; its result is the exit code. */
  static CommandLine command() {
    return new CommandLine(new Ebs())
        .registerConverter(Path.class, Ebs::path)
        .registerConverter(Latency.class, new LowerCase<>(Latency.class))
        .registerConverter(DeviceKind.class, new LowerCase<>(DeviceKind.class))
        .registerConverter(
            LoggingOptions.LogLevel.class, new LowerCase<>(LoggingOptions.LogLevel.class))
        .registerConverter(
            LoggingOptions.LogFormat.class, new LowerCase<>(LoggingOptions.LogFormat.class))
        .registerConverter(Evidence.class, new LowerCase<>(Evidence.class))
        .registerConverter(StorageOption.Kind.class, new LowerCase<>(StorageOption.Kind.class))
        .setExecutionStrategy(Ebs::execute)
        .setParameterExceptionHandler((exception, _) -> explain(exception))
        .setExecutionExceptionHandler((exception, command, _) -> explain(exception, command));
  }

  /** The parser lets pass what it does not know where help is asked for, too. */
  private static int execute(ParseResult typed) {
    for (ParseResult part = typed; part != null; part = part.subcommand()) {
      if (!part.unmatched().isEmpty()) {
        throw new UnmatchedArgumentException(part.commandSpec().commandLine(), part.unmatched());
      }
    }
    return new RunLast().execute(typed);
  }

  /** Nothing would be the current folder, which is hardly what an unset variable was to mean. */
  private static Path path(String text) {
    if (text.isBlank()) {
      throw new TypeConversionException("wanted a path, found nothing");
    }
    return Path.of(text);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  @Override
  public void check() {
    run();
  }

  private static int explain(ParameterException exception) {
    CommandLine command = exception.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(name + ": " + wording(exception));
    command.getErr().println("See " + name + " --help.");
    return NOT_UNDERSTOOD;
  }

  private static String wording(ParameterException exception) {
    if (exception instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()) {
      String found = unmatched.getUnmatched().getFirst();
      String kind = found.startsWith("-") ? "flag" : "command or argument";
      return "unknown "
          + kind
          + " "
          + found
          + NearestName.among(unmatched.getCommandLine().getCommandSpec(), found);
    }
    return String.valueOf(exception.getMessage());
  }

  private static int explain(Exception exception, CommandLine command) {
    String name = command.getCommandSpec().qualifiedName();
    switch (exception) {
      case Failure _, IllegalStateException _, UncheckedIOException _ ->
          command.getErr().println(name + ": " + exception.getMessage());
      default -> {
        command.getErr().println(name + ": unexpected " + exception);
        exception.printStackTrace(command.getErr());
      }
    }
    return FAILED;
  }
}
