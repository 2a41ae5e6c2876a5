package example.ebs.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The driver's own pods: controller, node service, emulator. */
record Driver(Cluster cluster) {
  /**
   * Whoever ends pods of the driver, and with them their logs and what they remember, locks this;
   * whoever needs these locks it for reading.
   */
  static final String LIFE = "life of the driver";

  private static final String LEASE = "ebs-example";
  private static final Duration BACK_WITHIN = Duration.ofMinutes(3);

  List<Pod> pods(String component) {
    return cluster
        .client()
        .pods()
        .inNamespace(Cluster.DRIVER_NAMESPACE)
        .withLabel("app.kubernetes.io/name", "ebs")
        .withLabel("app.kubernetes.io/component", component)
        .list()
        .getItems();
  }

  /** The name of the controller that works. */
  String leader() {
    return Eventually.matches(
        "a leader", BACK_WITHIN, () -> holder(lease()), holder -> !holder.isEmpty());
  }

  /** Empty between two leaders, where the first gave the lease back. */
  static String holder(LeaseSpec lease) {
    return Optional.ofNullable(lease.getHolderIdentity()).orElse("");
  }

  /** The lease as it is now. */
  LeaseSpec lease() {
    return cluster
        .client()
        .leases()
        .inNamespace(Cluster.DRIVER_NAMESPACE)
        .withName(LEASE)
        .get()
        .getSpec();
  }

  /**
   * Ends a controller at once and for good. Where the machine can be reached its process is killed
   * first, as even a forced deletion leaves it a moment in which to give back its lease.
   */
  void kill(String controller) {
    pods("controller").stream()
        .filter(pod -> pod.getMetadata().getName().equals(controller))
        .forEach(pod -> KindNode.find(Pods.node(pod)).ifPresent(machine -> machine.kill(pod)));
    driverNamespace("delete", "pod", controller, "--grace-period=0", "--force");
  }

  /** Deletes a controller, and waits until there are as many as before. */
  void restartController(Pod pod) {
    int wanted = pods("controller").size();
    driverNamespace("delete", "pod", pod.getMetadata().getName());
    untilReady("controller", wanted);
  }

  /** Deletes the pod of the node service on a node, and waits for the next one. */
  void restartNodeService(String node) {
    driverNamespace("delete", "pod", cluster.nodes().nodeService(node).getMetadata().getName());
    untilNodeServiceOn(node);
  }

  void untilNodeServiceOn(String node) {
    Eventually.holds(
        "the node service on " + node,
        BACK_WITHIN,
        () ->
            pods("node").stream()
                .anyMatch(pod -> node.equals(Pods.node(pod)) && Pods.isReady(pod)));
  }

  void untilReady(String component, int pods) {
    Eventually.holds(
        "%d ready pods of the %s".formatted(pods, component),
        BACK_WITHIN,
        () -> pods(component).stream().filter(Pods::isReady).count() == pods);
  }

  /**
   * What the controllers have logged and every text is in, in the order of time.
   *
   * @param texts such as a method's name and a volume's id
   */
  List<String> controllerLog(String... texts) {
    return log(pods("controller"), texts);
  }

  /** The same of the node service on a node. */
  List<String> nodeLog(String node, String... texts) {
    return log(List.of(cluster.nodes().nodeService(node)), texts);
  }

  private List<String> log(List<Pod> pods, String... texts) {
    Predicate<String> wanted = line -> Stream.of(texts).allMatch(line::contains);
    return pods.stream().flatMap(this::lines).filter(wanted).sorted().toList();
  }

  /** Those of the container before this one, too, where it had to start again. */
  private Stream<String> lines(Pod pod) {
    Stream<String> now = lines(pod, "--tail=-1");
    return Pods.restarts(pod) > 0 ? Stream.concat(lines(pod, "--previous"), now) : now;
  }

  private Stream<String> lines(Pod pod, String which) {
    return cluster
        .kubectlCommand("logs", pod.getMetadata().getName(), which)
        .inNamespace(Cluster.DRIVER_NAMESPACE)
        .output()
        .lines();
  }

  /** Sets how long EC2's states last; the emulator is replaced, and goes on with its state. */
  void latency(String latency) {
    driverNamespace("set", "env", "deployment/ebs-emulator", "EBS_EMULATOR_LATENCY=" + latency);
    driverNamespace("rollout", "status", "deployment/ebs-emulator", "--timeout=150s");
    cluster.emulator().reconnect();
  }

  /** Runs a command in one of the driver's pods and returns what it prints. */
  String exec(String pod, String... words) {
    Stream<String> start = Stream.of("exec", pod, "--namespace=" + Cluster.DRIVER_NAMESPACE, "--");
    return cluster
        .kubectlCommand(Stream.concat(start, Stream.of(words)).toArray(String[]::new))
        .output();
  }

  private void driverNamespace(String... words) {
    var _ = cluster.kubectlCommand(words).inNamespace(Cluster.DRIVER_NAMESPACE).output();
  }
}
