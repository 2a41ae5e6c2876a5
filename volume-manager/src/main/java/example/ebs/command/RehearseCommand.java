package example.ebs.command;

import example.ebs.command.demo.Rehearsal;
import example.ebs.command.rehearsal.ControllerRehearsal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What the launcher runs once after a build, to prepare a faster start. */
@Command(
    name = "rehearse",
    hidden = true,
    description = "Goes through the motions, for the JVM's ahead-of-time cache.")
final class RehearseCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ROLE",
      description = "node or controller: only its part")
  private Optional<String> role = Optional.empty();

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "PROGRAM",
      description = "for the node: what starts ebs in the JVM that is to note its classes")
  private List<String> program = List.of();

  @Override
  public Integer call() {
    LoggingOptions.configure(LoggingOptions.LogLevel.ERROR, LoggingOptions.LogFormat.TEXT);
    switch (role.orElse("")) {
      case "node" -> Rehearsal.runNode(DriverOption.DEFAULT, program);
      case "controller" -> ControllerRehearsal.run(DriverOption.DEFAULT);
      default -> Rehearsal.run(DriverOption.DEFAULT);
    }
    return 0;
  }
}
