package example.ebs.command;

import example.ebs.csi.kubernetes.ApiServer;
import example.ebs.csi.kubernetes.ServiceAccount;
import example.ebs.csi.registration.KubeletRegistration;
import example.ebs.csi.registration.Registration;
import example.ebs.csi.server.DriverIdentity;
import example.ebs.csi.server.Endpoint;
import example.ebs.csi.time.Pause;
import example.ebs.csi.time.Waiting;
import example.ebs.node.instance.NodeObject;
import example.ebs.node.instance.NodeObjectClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** A node service's flags as a pod on a node of a cluster. */
final class KubeletOptions {
  @Option(
      names = "--kubernetes",
      description =
          "runs on a node of a cluster: registers with the kubelet, and may read its Node object")
  private boolean enabled;

  @Option(
      names = "--node-name",
      paramLabel = "NAME",
      defaultValue = "${env:NODE_NAME:-}",
      description = "name of the Node object, the pod's spec.nodeName (default: NODE_NAME)")
  private String nodeName = "";

  @Option(
      names = "--plugin-registration-path",
      paramLabel = "DIR",
      description =
          "where the kubelet looks for drivers (default: plugins_registry in the kubelet's folder)")
  private Optional<Path> registry = Optional.empty();

  /** Notes what does not fit together. */
  void check(Problems problems) {
    if (enabled && nodeName.isBlank()) {
      problems.add("--kubernetes: needs --node-name, or NODE_NAME with the pod's spec.nodeName");
    }
    if (!enabled && registry.isPresent()) {
      problems.add("--plugin-registration-path goes with --kubernetes");
    }
  }

  boolean enabled() {
    return enabled;
  }

  String nodeName() {
    return nodeName;
  }

  /** The node's object in the cluster, read now. */
  NodeObject node() {
    return new NodeObjectClient(apiServer(), Waiting.real()).read(nodeName);
  }

  /** The API server of the pod's cluster. */
  static ApiServer apiServer() {
    return new ApiServer(ServiceAccount.ofPod(System.getenv()), Clock.systemUTC());
  }

  /** Where the driver is served unless something else is said. */
  String defaultEndpoint(Path kubelet, DriverIdentity driver) {
    return usualEndpoint(kubelet, driver).orElse(ServerOptions.DEFAULT_ENDPOINT);
  }

  /** Where kubelets look for the driver, if there is a kubelet. */
  Optional<String> usualEndpoint(Path kubelet, DriverIdentity driver) {
    Path socket = kubelet.resolve("plugins").resolve(driver.name()).resolve("csi.sock");
    return enabled ? Optional.of("unix://" + socket) : Optional.empty();
  }

  /** The registrations to keep, one for each driver, if there is a kubelet. */
  List<KubeletRegistration> registrations(
      Path kubelet, List<DriverSocket> sockets, Problems problems) {
    if (!enabled) {
      return List.of();
    }
    Path folder = registry.orElse(kubelet.resolve("plugins_registry")).toAbsolutePath();
    return sockets.stream()
        .flatMap(
            socket ->
                problems
                    .check(() -> Registration.in(folder, socket.driver(), socket.endpoint()))
                    .stream())
        .map(registration -> new KubeletRegistration(registration, Pause.sleeping()))
        .toList();
  }

  /** Makes the folder of the driver's socket, which the kubelet does not. */
  static void makeFolder(Endpoint endpoint) {
    try {
      Files.createDirectories(endpoint.socket().resolveSibling(""));
    } catch (IOException unable) {
      throw new UncheckedIOException(
          "cannot make the folder of the socket %s: %s"
              .formatted(endpoint.socket(), unable.getMessage()),
          unable);
    }
  }
}
