package example.ebs.command;

import example.ebs.controller.ControllerConfig;
import example.ebs.controller.ControllerService;
import example.ebs.csi.server.DriverIdentity;
import example.ebs.local.model.LocalRoots;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Composition root of the controller. */
@Command(
    name = "controller",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Serves CSI Identity and Controller over EC2; with --kubernetes also the Kubernetes loops: claims, attachments, deletion.",
      "No sidecar is needed then. With --storage local it serves local volumes, and nothing of EC2."
    },
    footer = {"", "AWS credentials and region come from the SDK's own variables and files."})
final class ControllerCommand implements Callable<Integer>, CheckCommand.Checked {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();
  @Mixin private DriverOption driverOption = new DriverOption();
  @Mixin private RegionOption region = new RegionOption();
  @Mixin private ControllerOptions options = new ControllerOptions();
  @Mixin private StorageOption storage = new StorageOption();
  @Mixin private LocalConfigOption localConfig = new LocalConfigOption();
  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = "--kubernetes",
      description = "run the Kubernetes loops in this process, as one of several replicas")
  private boolean loops;

  @Option(
      names = "--detach-leftovers",
      description =
          "detach a claim's volume from a node where for five minutes neither a VolumeAttachment nor a pod has used it (default: only report it)")
  private boolean detachLeftovers;

  /** What the flags and the environment say, once nothing is wrong with it. */
  private record Said(
      DriverIdentity driver,
      ServerOptions.Listeners listeners,
      ControllerConfig config,
      ServedVolumes volumes) {}

  @Override
  public Integer call() {
    Said said = read();
    if (loops) {
      boolean well =
          ClusterProcess.serve(
              said.driver(),
              said.listeners(),
              cluster.membership().detaching(detachLeftovers),
              said.volumes());
      return well ? 0 : 1;
    }
    try (ControllerService controller = ControllerService.create(said.config())) {
      ServiceProcess.run(said.driver(), said.listeners(), List.of(controller.grpc()));
    }
    return 0;
  }

  @Override
  public void check() {
    var _ = read();
  }

  private Said read() {
    Problems problems = new Problems();
    Optional<ServerOptions.Listeners> listeners = server.parse(problems);
    DriverIdentity driver = driverOption.parse(problems);
    ControllerConfig config =
        storage.servesEbs()
            ? options.parseForAws(driver, region.value(), problems)
            : options.parse(driver, region.value(), problems);
    ServedVolumes volumes = volumes(config, problems);
    check(problems);
    if (storage.servesEbs()) {
      ControllerOptions.requireRegion(config, problems);
    }
    problems.throwIfAny(spec);
    return new Said(driver, listeners.orElseThrow(), config, volumes);
  }

  private ServedVolumes volumes(ControllerConfig config, Problems problems) {
    if (!storage.servesLocal()) {
      return new ServedVolumes.Ebs(config);
    }
    LocalRoots roots = localConfig.parse(LocalRoots.DEFAULT_FOLDER, problems);
    return storage.servesEbs()
        ? new ServedVolumes.EbsAndLocal(config, roots)
        : new ServedVolumes.Local(roots);
  }

  private void check(Problems problems) {
    if (!loops && cluster.isGiven()) {
      problems.add("--kubeconfig goes with --kubernetes");
    }
    if (!loops && storage.servesLocal()) {
      problems.add("--storage: local goes with --kubernetes; elsewhere nodes make local volumes");
    }
    if (detachLeftovers && !(loops && storage.servesEbs())) {
      problems.add("--detach-leftovers goes with --kubernetes and EBS volumes");
    }
    if (!storage.servesLocal() && localConfig.isGiven()) {
      problems.add("--local-config goes with --storage local");
    }
  }
}
