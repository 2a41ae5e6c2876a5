package example.ebs.command;

import example.ebs.csi.failure.CallEnd;
import example.ebs.csi.health.HttpEndpoint;
import example.ebs.csi.model.NodeId;
import example.ebs.csi.model.Zone;
import example.ebs.csi.registration.KubeletRegistration;
import example.ebs.csi.server.DriverIdentity;
import example.ebs.csi.server.HttpAddress;
import example.ebs.csi.time.Pause;
import example.ebs.csi.time.Waiting;
import example.ebs.local.LocalNodeConfig;
import example.ebs.local.model.LocalDriver;
import example.ebs.node.NodeConfig;
import example.ebs.node.NodeService;
import example.ebs.node.device.DeviceFolder;
import example.ebs.node.device.DeviceSource;
import example.ebs.node.emulated.EmulatedMachine;
import example.ebs.node.emulated.EmulatorClient;
import example.ebs.node.instance.InstanceSource;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
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
    description = "Serves CSI Identity and Node on the machine that uses the volumes. Needs root.",
    footer = {
      "",
      "Local volumes are served under the name local.NAME; with --storage ebs,local on a second socket."
    })
final class NodeCommand implements Callable<Integer> {
  private static final int BURST = 50;
  private static final Logger LOG = LoggerFactory.getLogger(NodeCommand.class);

  /** Where an emulator that is told nothing else puts the devices of its instances. */
  private static final Path EMULATED_DEVICES = Path.of("/var/lib/ebs.example/emulator/devices");

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ServerOptions server = new ServerOptions();
  @Mixin private DriverOption driverOption = new DriverOption();
  @Mixin private NodeOptions options = new NodeOptions();
  @Mixin private KubeletOptions kubernetes = new KubeletOptions();
  @Mixin private StorageOption storage = new StorageOption();
  @Mixin private LocalNodeOptions locals = new LocalNodeOptions();

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
    NodeSockets sockets = sockets(problems);
    List<KubeletRegistration> registrations =
        kubernetes.registrations(kubelet(), sockets.all(), problems);
    Optional<LocalNodeConfig> local = directoryConfig(problems);
    Optional<URI> endpoint = problems.parse("--emulator-endpoint", emulator, HttpAddress::parse);
    check(problems);
    problems.throwIfAny(spec);
    Optional<NodeConfig> instance =
        sockets.ebs().flatMap(socket -> instance(socket.driver(), endpoint, problems));
    problems.throwIfAny(spec);
    if (kubernetes.enabled()) {
      sockets.all().forEach(socket -> KubeletOptions.makeFolder(socket.endpoint()));
    }
    return serve(sockets, instance, local, registrations) ? 0 : 1;
  }

  private boolean serve(
      NodeSockets sockets,
      Optional<NodeConfig> instance,
      Optional<LocalNodeConfig> local,
      List<KubeletRegistration> registrations) {
    User.warnUnlessRoot(LOG);
    List<ServedDriver> drivers = new ArrayList<>();
    List<CallEnd.Listener> told = new ArrayList<>();
    told.add(new IdleMemory(BURST, Pause.sleeping(), System::gc));
    instance.ifPresent(
        config ->
            drivers.add(
                new ServedDriver(
                    sockets.ebs().orElseThrow(), List.of(NodeService.create(config)))));
    Optional<LocalNode> directories = local.map(this::directories);
    directories.ifPresent(
        node -> {
          drivers.add(new ServedDriver(sockets.local().orElseThrow(), node.services()));
          told.addAll(node.listeners());
        });
    return ServiceProcess.run(
        drivers, sockets.http(), told, _ -> beside(registrations, directories));
  }

  private static Companion beside(
      List<KubeletRegistration> registrations, Optional<LocalNode> directories) {
    List<Companion> all = new ArrayList<>();
    for (KubeletRegistration registration : registrations) {
      registration.start();
      all.add(Companion.of(registration, registration::close));
    }
    directories.map(LocalNode::begin).ifPresent(all::add);
    return Companion.all(all);
  }

  private Path kubelet() {
    return options.kubeletDirectory().orElse(NodeConfig.DEFAULT_KUBELET_DIRECTORY);
  }

  /** One for each driver that is served; what is wrong with them is noted. */
  private NodeSockets sockets(Problems problems) {
    DriverIdentity driver = driverOption.parse(problems);
    Optional<DriverIdentity> local =
        storage.servesLocal() ? problems.check(driver::local) : Optional.empty();
    DriverIdentity first = storage.servesEbs() ? driver : local.orElse(driver);
    Optional<ServerOptions.Listeners> listeners =
        server.parse(kubernetes.defaultEndpoint(kubelet(), first), problems);
    Optional<DriverSocket> alone = listeners.map(each -> new DriverSocket(first, each.endpoint()));
    Optional<HttpEndpoint> http = listeners.flatMap(ServerOptions.Listeners::http);
    if (!storage.servesEbs()) {
      return new NodeSockets(Optional.empty(), alone, http);
    }
    Optional<DriverSocket> second =
        local.flatMap(
            name ->
                locals
                    .endpoint(kubernetes.usualEndpoint(kubelet(), name), problems)
                    .map(endpoint -> new DriverSocket(name, endpoint)));
    return new NodeSockets(alone, second, http);
  }

  private Optional<LocalNodeConfig> directoryConfig(Problems problems) {
    locals.check(storage, problems);
    if (!storage.servesLocal()) {
      return Optional.empty();
    }
    if (kubernetes.nodeName().isBlank()) {
      problems.add("--storage local: needs --node-name, to which its volumes belong");
      return Optional.empty();
    }
    LocalDriver driver = new LocalDriver(driverOption.parse(problems).name());
    Path root = locals.root(problems);
    return Optional.of(
        new LocalNodeConfig(
            driver, kubernetes.nodeName(), root, locals.roots(root, problems), kubelet()));
  }

  private LocalNode directories(LocalNodeConfig config) {
    return LocalNode.create(
        config, kubernetes.enabled() ? Optional.of(KubeletOptions.apiServer()) : Optional.empty());
  }

  private Optional<NodeConfig> instance(
      DriverIdentity driver, Optional<URI> endpoint, Problems problems) {
    return endpoint.isPresent()
        ? emulated(driver, endpoint.get(), problems)
        : options.parse(driver, devices(), kubelet(), sources(), problems);
  }

  private void check(Problems problems) {
    kubernetes.check(problems);
    if (!storage.servesEbs() && (deviceRoot.isPresent() || emulator.isPresent())) {
      problems.add("--device-root and --emulator-endpoint go with --storage ebs or ebs,local");
    }
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
    return deviceRoot.orElse(DeviceSource.DEFAULT_ROOT);
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
    config.ifPresent(made -> new DeviceFolder(made.devices().root()).requireUsable());
    return config;
  }
}
