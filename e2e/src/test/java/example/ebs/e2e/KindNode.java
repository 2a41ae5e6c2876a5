package example.ebs.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A node of kind as the container that it is: what can be done to a machine from outside. */
record KindNode(String name) {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /**
   * The container of a node.
   *
   * <p>Skips the test where the cluster is not one of kind, or its Docker is not reachable.
   */
  static KindNode of(String node) {
    Optional<KindNode> machine = find(node);
    assumeTrue(
        machine.isPresent(),
        "node %s is no container of the Docker here, so it cannot be stopped".formatted(node));
    return machine.orElseThrow();
  }

  /** The same without a skip. */
  static Optional<KindNode> find(String node) {
    boolean found = docker("inspect", "--type=container", node).run().exitCode() == 0;
    return found ? Optional.of(new KindNode(node)) : Optional.empty();
  }

  /** Kills every process of a pod, without a word. */
  void kill(Pod pod) {
    // In the names of control groups a uid has underscores or dashes, as the driver of them wants.
    String uid = Pods.uid(pod).replace("-", "[-_]");
    var _ =
        exec(
            "bash",
            "-c",
            "for process in /proc/[0-9]*; do"
                + " ! grep -qs %s $process/cgroup || kill -KILL ${process##*/};".formatted(uid)
                + " done");
  }

  /** The one that runs the API server. */
  static KindNode controlPlane(Cluster cluster) {
    return of(
        cluster
            .client()
            .nodes()
            .withLabel("node-role.kubernetes.io/control-plane")
            .list()
            .getItems()
            .getFirst()
            .getMetadata()
            .getName());
  }

  /** At once, as a machine does that dies. */
  void stop() {
    var _ = docker("stop", "--time=1", name).output();
  }

  void start() {
    var _ = docker("start", name).output();
  }

  /** Runs a command on the machine itself and returns what it prints. */
  String exec(String... words) {
    return docker(Stream.concat(Stream.of("exec", name), Stream.of(words)).toArray(String[]::new))
        .output();
  }

  private static Command docker(String... words) {
    List<String> all = Stream.concat(Stream.of("docker"), Stream.of(words)).toList();
    return new Command(all, Map.of(), LIMIT);
  }
}
