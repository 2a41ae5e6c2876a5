package example.ebs.command;

import example.ebs.command.demo.DemoRun;
import example.ebs.emulator.Latency;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what all this is for. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Takes one EBS volume through its whole life on this machine: created, attached, formatted,"
            + " mounted into a pod's folder, moved to another machine with its data, refused in the"
            + " wrong zone, deleted. Needs root, because its volumes are real loop devices; leaves"
            + " nothing behind.")
final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--latency",
      paramLabel = "KIND",
      description =
          "realistic: states take as long as on EC2; none: they change at once (default: realistic)")
  private Latency latency = Latency.REALISTIC;

  @Option(names = "--fstype", paramLabel = "TYPE", description = "ext4 or xfs (default: ext4)")
  private String filesystem = "ext4";

  @Override
  public Integer call() {
    Problems problems = new Problems();
    if (!filesystem.equals("ext4") && !filesystem.equals("xfs")) {
      problems.add("--fstype: '" + filesystem + "' is neither ext4 nor xfs");
    }
    problems.throwIfAny(spec);
    LoggingOptions.configure(LoggingOptions.LogLevel.ERROR, LoggingOptions.LogFormat.TEXT);
    DemoRun run = new DemoRun(spec.commandLine().getOut(), spec.commandLine().getErr());
    return run.run(latency, filesystem, User.isRoot(), ServiceProcess.DRIVER) ? 0 : 1;
  }
}
