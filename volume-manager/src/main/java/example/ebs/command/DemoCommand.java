package example.ebs.command;

import example.ebs.command.bench.Bench;
import example.ebs.command.demo.Demo;
import example.ebs.command.demo.DemoRun;
import example.ebs.command.demo.Prerequisites;
import example.ebs.command.demo.local.Limits;
import example.ebs.command.demo.local.LocalDemo;
import example.ebs.csi.model.FilesystemType;
import example.ebs.emulator.Latency;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
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
            + " nothing behind. With --mode, the same of a local volume.")
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

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      converter = DemoMode.Converter.class,
      description =
          "ebs; hostPath or emptyDir: a local volume instead, which needs no cloud and no emulator,"
              + " and as an ordinary user a kernel with user namespaces (default: ebs)")
  private DemoMode mode = DemoMode.EBS;

  @Option(
      names = "--bench",
      description =
          "measures instead: calls, memory and start of a node process with 100 volumes, and the"
              + " demo itself; takes a minute or two")
  private boolean bench;

  @Option(names = "--launcher", hidden = true, defaultValue = "${sys:ebs.launcher:-./ebs}")
  private Path launcher = Path.of("ebs");

  @Override
  public Integer call() {
    Problems problems = new Problems();
    if (bench && isGiven("--latency", "--fstype")) {
      problems.add(
          "--bench: measures with both latencies, and ext4; leave --latency and --fstype out");
    }
    if (mode != DemoMode.EBS && isGiven("--latency", "--fstype", "--bench")) {
      problems.add(
          "--mode "
              + mode
              + ": --latency, --fstype and --bench go with EBS volumes; leave them out");
    }
    if (FilesystemType.named(filesystem).isEmpty()) {
      problems.add("--fstype: '" + filesystem + "' is not " + FilesystemType.alternatives());
    }
    problems.throwIfAny(spec);
    LoggingOptions.configure(LoggingOptions.LogLevel.ERROR, LoggingOptions.LogFormat.TEXT);
    DemoRun run = new DemoRun(spec.commandLine().getOut(), spec.commandLine().getErr());
    return demonstrate(run) ? 0 : 1;
  }

  private boolean demonstrate(DemoRun run) {
    return switch (mode) {
      case EBS -> bench ? measure(run) : tell(run);
      case HOST_PATH ->
          tellLocal(run, "A directory that outlives its pods", LocalDemo::tellHostPath);
      case EMPTY_DIR ->
          tellLocal(run, "A directory that lives as long as its pod", LocalDemo::tellEmptyDir);
    };
  }

  private static boolean tellLocal(DemoRun run, String title, Consumer<LocalDemo> story) {
    Limits limits = Limits.ofThisProcess();
    return run.run(
        title + ", on this machine, without any cloud",
        Prerequisites.ofThisMachine().missingForLocal(User.isRoot(), limits == Limits.DISK),
        (narrator, workspace) ->
            story.accept(new LocalDemo(narrator, workspace, DriverOption.DEFAULT, limits)));
  }

  private boolean tell(DemoRun run) {
    return run.run(
        "One EBS volume's whole life, on this machine, without AWS",
        Prerequisites.ofThisMachine().missing(User.isRoot(), filesystem),
        (narrator, workspace) ->
            new Demo(narrator, workspace, filesystem).run(latency, DriverOption.DEFAULT));
  }

  private boolean measure(DemoRun run) {
    return run.run(
        "What it costs, on this machine, without AWS",
        Prerequisites.ofThisMachine().missing(User.isRoot(), filesystem),
        (narrator, workspace) ->
            new Bench(narrator, workspace, launcher, DriverOption.DEFAULT).run());
  }

  private boolean isGiven(String... flags) {
    ParseResult given = spec.commandLine().getParseResult();
    return Arrays.stream(flags).anyMatch(given::hasMatchedOption);
  }
}
