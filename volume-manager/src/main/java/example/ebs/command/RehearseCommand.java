package example.ebs.command;

import example.ebs.command.demo.Rehearsal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** What the launcher runs once after a build, to prepare a faster start. */
@Command(
    name = "rehearse",
    hidden = true,
    description = "Goes through the motions, for the JVM's ahead-of-time cache.")
final class RehearseCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    LoggingOptions.configure(LoggingOptions.LogLevel.ERROR, LoggingOptions.LogFormat.TEXT);
    Rehearsal.run(ServiceProcess.DRIVER);
    return 0;
  }
}
