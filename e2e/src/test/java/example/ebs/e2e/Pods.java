package example.ebs.e2e;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** The test's pods. */
record Pods(Cluster cluster) {
  private static final Duration STARTED_WITHIN = Duration.ofMinutes(3);
  private static final Duration GONE_WITHIN = Duration.ofMinutes(3);

  /** Waits until the pod runs and is ready. */
  Pod running(String name) {
    return Eventually.present(
        "pod " + name + " to run", STARTED_WITHIN, () -> find(name).filter(Pods::isReady));
  }

  /** Waits until a pod of that name that is not this one runs: a StatefulSet's next. */
  Pod successor(Pod former) {
    return Eventually.present(
        "another pod " + former.getMetadata().getName() + " to run",
        STARTED_WITHIN,
        () ->
            find(former.getMetadata().getName())
                .filter(pod -> !uid(pod).equals(uid(former)))
                .filter(Pods::isReady));
  }

  Optional<Pod> find(String name) {
    return Optional.ofNullable(
        cluster.client().pods().inNamespace(cluster.namespace()).withName(name).get());
  }

  /** How often its containers were started again. */
  int restarts(String name) {
    return find(name).map(Pods::restarts).orElse(0);
  }

  static int restarts(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream()
        .mapToInt(status -> status.getRestartCount())
        .sum();
  }

  /** Deletes it and waits until it is gone. */
  void delete(String name) {
    var _ = cluster.kubectl("delete", "pod", name, "--wait=false");
    Eventually.holds("pod " + name + " to go", GONE_WITHIN, () -> find(name).isEmpty());
  }

  /** Runs a command in the pod and returns what it prints. */
  String exec(String name, String... words) {
    return cluster.kubectl(
        Stream.concat(Stream.of("exec", name, "--"), Stream.of(words)).toArray(String[]::new));
  }

  /** Waits until the pod has written to a file, and returns its first line. */
  String written(String name, String file) {
    return Eventually.matches(
        "a first line in %s of pod %s".formatted(file, name),
        STARTED_WITHIN,
        () -> exec(name, "head", "-n", "1", file),
        line -> !line.isEmpty());
  }

  /** The same in one of several containers. */
  String execIn(String name, String container, String... words) {
    return cluster.kubectl(
        Stream.concat(Stream.of("exec", name, "-c", container, "--"), Stream.of(words))
            .toArray(String[]::new));
  }

  static String node(Pod pod) {
    return pod.getSpec().getNodeName();
  }

  static String uid(Pod pod) {
    return pod.getMetadata().getUid();
  }

  static boolean isReady(Pod pod) {
    return !pod.isMarkedForDeletion()
        && pod.getStatus().getConditions().stream()
            .anyMatch(each -> each.getType().equals("Ready") && each.getStatus().equals("True"));
  }
}
