package example.ebs.command;

import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.Zone;
import example.ebs.csi.registration.KubeletRegistration;
import example.ebs.csi.server.DriverIdentity;
import example.ebs.csi.time.Pause;
import example.ebs.csi.time.Waiting;
import example.ebs.node.NodeConfig;
import example.ebs.node.NodeService;
import example.ebs.node.device.DeviceFolder;
import example.ebs.node.emulated.EmulatedMachine;
import example.ebs.node.emulated.EmulatorClient;
import example.ebs.node.instance.InstanceSource;
import java.net.URI;
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

/** Composition root of the node service. */
@Command(
    name = "node",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Serves CSI Identity and Node on the machine that uses the volumes. Needs root.")
final class NodeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(NodeCommand.class);

  /** Where an emulator that is told nothing else puts the devices of its instances. */
  private static final Path EMULATED_DEVICES = Path.of("/var/lib/ebs.example/emulator/devices");

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();
  @Mixin private DriverOption driverOption = new DriverOption();
  @Mixin private NodeOptions options = new NodeOptions();
  @Mixin private KubeletOptions kubernetes = new KubeletOptions();

  @Option(
      names = "--device-root",
      paramLabel = "DIR",
      description =
          "where this machine's devices are (default: /dev; with --emulator-endpoint the emulator's own --device-root)")
  private Optional<Path> deviceRoot = Optional.empty();

  @Option(
      names = "--emulator-endpoint",
      paramLabel = "URL",
      description =
          "be an instance of the EC2 emulator there, by --node-name, in the zone of the Node's label or of --zone")
  private Optional<String> emulator = Optional.empty();

  @Override
  public Integer call() {
    Problems problems = new Problems();
    DriverIdentity driver = driverOption.parse(problems);
    Path kubelet = options.kubeletDirectory().orElse(NodeConfig.DEFAULT_KUBELET_DIRECTORY);
    Optional<ServerOptions.Listeners> listeners =
        server.parse(kubernetes.defaultEndpoint(kubelet, driver), problems);
    Optional<KubeletRegistration> registration =
        listeners.flatMap(
            each -> kubernetes.registration(kubelet, driver, each.endpoint(), problems));
    Optional<URI> endpoint = problems.parse("--emulator-endpoint", emulator, HttpAddress::parse);
    check(problems);
    problems.throwIfAny(spec);
    Optional<NodeConfig> config =
        endpoint.isPresent()
            ? emulated(driver, endpoint.get(), problems)
            : options.parse(driver, devices(), kubelet, sources(), problems);
    problems.throwIfAny(spec);
    if (kubernetes.enabled()) {
      KubeletOptions.makeFolder(listeners.orElseThrow().endpoint());
    }
    boolean well =
        ServiceProcess.run(
            driver,
            listeners.orElseThrow(),
            List.of(NodeService.create(config.orElseThrow())),
            List.of(new IdleMemory(Pause.sleeping(), System::gc)),
            _ -> registration.map(NodeCommand::besides).orElseGet(Companion::none));
    return well ? 0 : 1;
  }

  private static Companion besides(KubeletRegistration registration) {
    registration.start();
    return Companion.of(registration, registration::close);
  }

  private void check(Problems problems) {
    kubernetes.check(problems);
    if (emulator.isPresent()) {
      options.refuseNodeId("--emulator-endpoint", problems);
      if (kubernetes.nodeName().isBlank()) {
        problems.add("--emulator-endpoint: needs --node-name, by which the instance is known");
      }
      if (!kubernetes.enabled() && options.zone().isEmpty()) {
        problems.add("--emulator-endpoint: needs --zone, or --kubernetes to read the Node's label");
      }
    }
  }

  private List<InstanceSource> sources() {
    return kubernetes.enabled() ? List.of(() -> kubernetes.node().facts()) : List.of();
  }

  private Path devices() {
    return deviceRoot.orElse(NodeConfig.DEFAULT_DEVICE_ROOT);
  }

  private Optional<NodeConfig> emulated(DriverIdentity driver, URI endpoint, Problems problems) {
    Zone zone = options.zone().orElseGet(() -> kubernetes.node().zone());
    NodeId instance =
        new EmulatedMachine(
                new EmulatorClient(endpoint), kubernetes.nodeName(), zone, Waiting.real())
            .boot();
    LOG.atInfo().addKeyValue("id", instance).addKeyValue("zone", zone).log("emulated machine");
    Optional<NodeConfig> config =
        options.instance(driver, instance, zone, deviceRoot.orElse(EMULATED_DEVICES), problems);
    config.ifPresent(made -> new DeviceFolder(made.deviceRoot()).requireUsable());
    return config;
  }
}
