package example.ebs.command;

import example.ebs.command.signal.StopSignal;
import example.ebs.emulator.Emulator;
import example.ebs.emulator.EmulatorConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Composition root of the emulator as a process of its own. */
@Command(
    name = "emulator",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Speaks EC2 on this machine, with volumes that are real block devices.",
    footer = {
      "",
      "Without --port it listens on 4580. Without --state-dir it keeps its volumes in",
      "  /var/lib/ebs.example/emulator, or, for an ordinary user, in",
      "  ~/.local/state/ebs.example/emulator.",
      "They survive a restart. It takes any credentials:",
      "  export AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any",
      "  export AWS_DEFAULT_REGION=us-east-1",
      "  aws --endpoint-url http://127.0.0.1:4580 ec2 describe-volumes"
    })
final class EmulatorCommand implements Callable<Integer> {
  static final int PORT = 4580;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private EmulatorOptions options = new EmulatorOptions();
  @Mixin private RegionOption regionOption = new RegionOption();
  @Mixin private LoggingOptions logging = new LoggingOptions();

  @Override
  public Integer call() {
    Problems problems = new Problems();
    Path state = options.stateDirectory().orElseGet(EmulatorCommand::defaultState);
    EmulatorConfig config = options.parse(state, regionOption.value(), PORT, problems);
    problems.throwIfAny(spec);
    logging.apply();
    serve(start(config), config.region());
    return 0;
  }

  /**
   * Starts an emulator; what this machine cannot do becomes a message for the person at the
   * terminal.
   */
  static Emulator start(EmulatorConfig config) {
    try {
      return Emulator.start(config);
    } catch (IOException unable) {
      throw new UncheckedIOException(unable.getMessage(), unable);
    }
  }

  private void serve(Emulator emulator, String region) {
    CountDownLatch stopped = new CountDownLatch(1);
    spec.commandLine()
        .getOut()
        .println("EC2 emulator at " + emulator.endpoint() + "; stop it with Ctrl-C");
    spec.commandLine()
        .getOut()
        .println(
            "AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any aws --endpoint-url "
                + emulator.endpoint()
                + " --region "
                + region
                + " ec2 describe-volumes");
    try (StopSignal _ = StopSignal.onReceived(stopped::countDown)) {
      stopped.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      emulator.close();
    }
  }

  private static Path defaultState() {
    return User.isRoot()
        ? Path.of("/var/lib/ebs.example/emulator")
        : Path.of(System.getProperty("user.home"), ".local/state/ebs.example/emulator");
  }
}
