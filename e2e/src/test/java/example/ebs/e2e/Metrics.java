package example.ebs.e2e;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What the driver's pods have counted and timed, summed over all pods of a kind. */
record Metrics(Cluster cluster) {
  /** What labels begin with. */
  private static final String LABELS = "{";

  private static final int CONTROLLER = 3301;
  private static final int NODE = 3302;

  /** Time spent in an RPC of the controller, whatever its result. */
  Duration controllerRpc(String method) {
    return sum("controller", CONTROLLER, "csi_operations_seconds_sum", label(method));
  }

  /** The same for the nodes. */
  Duration nodeRpc(String method) {
    return sum("node", NODE, "csi_operations_seconds_sum", label(method));
  }

  /** How long objects waited for a loop, from the moment they were due. */
  Duration loopWait(String loop) {
    return sum("controller", CONTROLLER, "ebs_loop_wait_seconds_sum", "loop=\"" + loop + "\"");
  }

  private static String label(String method) {
    return "method_name=\"" + method + "\"";
  }

  private Duration sum(String component, int port, String name, String label) {
    double seconds =
        cluster.driver().pods(component).stream()
            .flatMap(pod -> lines(pod.getMetadata().getName(), port))
            .filter(line -> line.startsWith(name + LABELS) && line.contains(label))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum();
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  private Stream<String> lines(String pod, int port) {
    String path =
        "/api/v1/namespaces/%s/pods/%s:%d/proxy/metrics"
            .formatted(Cluster.DRIVER_NAMESPACE, pod, port);
    return cluster.client().raw(path).lines();
  }

  /**
   * Our own part of the time from a new pod to its start; see {@link #now}.
   *
   * @param controller RPCs of the controller, without EC2's waits
   * @param node RPCs of the nodes
   * @param waits of objects for their loop
   */
  record OwnTime(Duration controller, Duration node, Duration waits) {
    OwnTime since(OwnTime before) {
      return new OwnTime(
          controller.minus(before.controller), node.minus(before.node), waits.minus(before.waits));
    }

    Duration whole() {
      return controller.plus(node).plus(waits);
    }
  }

  /**
   * What has been spent so far: all time in CreateVolume and ControllerPublishVolume of the
   * controller and in NodeStageVolume and NodePublishVolume of the nodes (csi_operations_seconds),
   * and all time that claims and attachments waited for their loop (ebs_loop_wait_seconds), without
   * the time for which the emulator let volumes be "creating" and "attaching".
   *
   * <p>What lies between, such as the scheduler, kube-controller-manager and the kubelet, is not
   * ours.
   */
  OwnTime now() {
    return new OwnTime(
        add(this::controllerRpc, "CreateVolume", "ControllerPublishVolume")
            .minus(add(cluster.emulator().faults()::waits, "CREATE_VOLUME", "ATTACH_VOLUME")),
        add(this::nodeRpc, "NodeStageVolume", "NodePublishVolume"),
        add(this::loopWait, "claim", "attachment"));
  }

  private static Duration add(Function<String, Duration> of, String... names) {
    return List.of(names).stream().map(of).reduce(Duration.ZERO, Duration::plus);
  }
}
