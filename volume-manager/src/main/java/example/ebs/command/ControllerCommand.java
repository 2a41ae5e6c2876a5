package example.ebs.command;

import example.ebs.controller.ControllerConfig;
import example.ebs.controller.ControllerService;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Composition root of the controller. */
@Command(
    name = "controller",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Serves CSI Identity and Controller over EC2.",
    footer = {"", "AWS credentials and region come from the SDK's own variables and files."})
final class ControllerCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();
  @Mixin private RegionOption region = new RegionOption();
  @Mixin private ControllerOptions options = new ControllerOptions();

  @Override
  public Integer call() {
    Problems problems = new Problems();
    Optional<ServerOptions.Listeners> listeners = server.parse(problems);
    ControllerConfig config = options.parse(region.value(), problems);
    problems.throwIfAny(spec);
    try (ControllerService controller = ControllerService.create(config)) {
      ServiceProcess.run(listeners.orElseThrow(), List.of(controller.grpc()));
    }
    return 0;
  }
}
