package example.ebs.command;

import example.ebs.command.workspace.Workspace;
import example.ebs.controller.ControllerConfig;
import example.ebs.controller.ControllerService;
import example.ebs.csi.health.Readiness;
import example.ebs.csi.server.DriverIdentity;
import example.ebs.csi.time.Pause;
import example.ebs.emulator.Emulator;
import example.ebs.emulator.EmulatorConfig;
import example.ebs.local.LocalNodeConfig;
import example.ebs.local.LocalNodeService;
import example.ebs.local.RemovalLoop;
import example.ebs.local.model.LocalDriver;
import example.ebs.local.model.LocalRoots;
import example.ebs.local.volume.VolumeHistory;
import example.ebs.node.NodeConfig;
import example.ebs.node.NodeService;
import example.ebs.node.device.DeviceSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Composition root of everything in one process, for conformance tests and experiments. */
@Command(
    name = "all",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Serves CSI Identity, Controller and Node on one socket; with --emulator, over an EC2 of its own.",
    footer = {
      "",
      "--emulator takes the flags of ebs emulator, and makes this node a running instance of it.",
      "Without --state-dir its volumes live in a temporary folder and end with the process.",
      "--storage local serves the local driver instead, which needs no cloud; --node-id is this node's name.",
      "It mounts, which takes root."
    })
final class AllCommand implements Callable<Integer>, CheckCommand.Checked {
  private static final Logger LOG = LoggerFactory.getLogger(AllCommand.class);
  private static final String KIND = "all";
  private static final String LOCAL_NODE = "localhost";

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();
  @Mixin private DriverOption driverOption = new DriverOption();
  @Mixin private RegionOption region = new RegionOption();
  @Mixin private ControllerOptions controller = new ControllerOptions();
  @Mixin private NodeOptions node = new NodeOptions();
  @Mixin private EmulatorOptions emulator = new EmulatorOptions();

  @Option(names = "--emulator", description = "start an EC2 emulator in this process")
  private boolean emulated;

  @Mixin private StorageOption storage = new StorageOption();
  @Mixin private LocalConfigOption localConfig = new LocalConfigOption();

  @Mixin private LocalRootOption localRoot = new LocalRootOption();

  @Override
  public Integer call() {
    Problems problems = new Problems();
    Optional<ServerOptions.Listeners> listeners = server.parse(problems);
    DriverIdentity driver = driverOption.parse(problems);
    if (storage.servesLocal()) {
      serveLocal(driver, listeners, problems);
      return 0;
    }
    ControllerConfig config = config(driver, problems);
    if (emulated) {
      node.refuseNodeId("--emulator", problems);
      config
          .endpoint()
          .ifPresent(_ -> problems.add("--ec2-endpoint: with --emulator EC2 is that emulator"));
      serveEmulated(driver, listeners, config, problems);
    } else {
      emulator.given().forEach(flag -> problems.add(flag + " goes with --emulator"));
      if (node.asksTheMachine()) {
        problems.throwIfAny(spec);
      }
      Optional<NodeConfig> local =
          node.parse(
              driver,
              emulator.deviceRoot().orElse(DeviceSource.DEFAULT_ROOT),
              NodeOptions.ANYWHERE,
              List.of(),
              problems);
      ControllerOptions.requireRegion(config, problems);
      problems.throwIfAny(spec);
      serve(driver, listeners.orElseThrow(), config, local.orElseThrow());
    }
    return 0;
  }

  @Override
  public void check() {
    Problems problems = new Problems();
    DriverIdentity driver = driverOption.parse(problems);
    if (!storage.servesLocal()) {
      ControllerConfig config = config(driver, problems);
      if (!emulated) {
        ControllerOptions.requireRegion(config, problems);
      }
    }
    problems.throwIfAny(spec);
  }

  private ControllerConfig config(DriverIdentity driver, Problems problems) {
    return emulated
        ? controller.parse(driver, region.value(), problems)
        : controller.parseForAws(driver, region.value(), problems);
  }

  /** Nothing of EC2 is looked at on this way. */
  private void serveLocal(
      DriverIdentity driver, Optional<ServerOptions.Listeners> listeners, Problems problems) {
    if (storage.servesEbs()) {
      problems.add("--storage: one socket serves one driver; start ebs all twice");
    }
    if (emulated) {
      problems.add("--emulator goes with --storage ebs");
    }
    emulator.given().forEach(flag -> problems.add(flag + " goes with --emulator"));
    Path folder = localRoot.parse(problems);
    LocalRoots roots = localConfig.parse(folder, problems);
    Optional<DriverIdentity> local = problems.check(driver::local);
    Optional<LocalNodeConfig> config =
        problems.check(
            () ->
                new LocalNodeConfig(
                    new LocalDriver(driver.name()),
                    node.name().orElse(LOCAL_NODE),
                    folder,
                    roots,
                    node.kubeletDirectory().orElse(NodeOptions.ANYWHERE)));
    problems.throwIfAny(spec);
    LocalNodeService service = LocalNodeService.create(config.orElseThrow(), VolumeHistory.NONE);
    RemovalLoop removals = new RemovalLoop(service.volumes(), Pause.sleeping());
    User.warnUnlessRoot(LOG);
    var _ =
        ServiceProcess.run(
            local.orElseThrow(),
            listeners.orElseThrow(),
            List.of(service.controller(), service.node()),
            List.of(),
            _ -> {
              removals.start();
              return Companion.of(Readiness.always(), removals::close);
            });
  }

  private void serveEmulated(
      DriverIdentity driver,
      Optional<ServerOptions.Listeners> listeners,
      ControllerConfig config,
      Problems problems) {
    if (emulator.stateDirectory().isPresent()) {
      EmulatorConfig lasting =
          emulator.parse(emulator.stateDirectory().get(), region.value(), 0, problems);
      problems.throwIfAny(spec);
      serveOver(driver, lasting, listeners.orElseThrow(), config, problems);
      return;
    }
    Workspace.sweep(KIND).forEach(LOG::warn);
    try (Workspace workspace = Workspace.create(KIND)) {
      Path state = workspace.folder().resolve(Workspace.EMULATOR);
      EmulatorConfig passing = emulator.parse(state, region.value(), 0, problems);
      try {
        problems.throwIfAny(spec);
        serveOver(driver, passing, listeners.orElseThrow(), config, problems);
      } finally {
        workspace.clear().forEach(line -> LOG.error("left behind: {}", line));
      }
    }
  }

  private void serveOver(
      DriverIdentity driver,
      EmulatorConfig emulated,
      ServerOptions.Listeners listeners,
      ControllerConfig config,
      Problems problems) {
    try (Emulator ec2 = EmulatorCommand.start(emulated)) {
      LOG.atInfo()
          .addKeyValue("endpoint", ec2.endpoint())
          .addKeyValue("zones", emulated.zones())
          .log("EC2 emulator");
      Optional<NodeConfig> instance = node.parseInstance(driver, ec2, emulated.zones(), problems);
      problems.throwIfAny(spec);
      serve(
          driver,
          listeners,
          config.withEmulator(ec2.endpoint(), emulated.region()),
          instance.orElseThrow());
    }
  }

  private static void serve(
      DriverIdentity driver,
      ServerOptions.Listeners listeners,
      ControllerConfig config,
      NodeConfig node) {
    try (ControllerService controller = ControllerService.create(config)) {
      User.warnUnlessRoot(LOG);
      LOG.atInfo().addKeyValue("id", node.nodeId()).addKeyValue("zone", node.zone()).log("node");
      ServiceProcess.run(driver, listeners, List.of(controller.grpc(), NodeService.create(node)));
    }
  }
}
