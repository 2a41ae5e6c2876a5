package example.ebs.provisioner.local;

import example.ebs.csi.failure.Failure;
import example.ebs.local.model.LocalDriver;
import example.ebs.local.model.LocalRoots;
import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.csi.Registration;
import example.ebs.provisioner.loop.ObjectKey;
import example.ebs.provisioner.topology.Allowed;
import example.ebs.provisioner.topology.Schedulable;
import example.ebs.provisioner.topology.Segment;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Which nodes can have which local volumes, by what the cluster and the administrator say. */
record LocalNodes(Cluster cluster, LocalDriver names, LocalRoots roots, Clock clock) {
  /** What a label's value can hold: by one, a node finds its volumes. */
  private static final int LONGEST_NAME = 63;

  /** Kubernetes' own label for nodes, which need not be the name. */
  private static final String HOSTNAME = "kubernetes.io/hostname";

  /** As long as the first start of a node service may take, with its image to pull. */
  private static final Duration LONGEST_START = Duration.ofMinutes(5);

  /** By what the scheduler can tell the node from others, if it is there. */
  Optional<Segment> label(String node) {
    return cluster
        .nodes()
        .find(ObjectKey.of(node))
        .map(found -> found.getMetadata().getLabels())
        .map(labels -> labels.get(HOSTNAME))
        .map(hostname -> Segment.of(Map.of(HOSTNAME, hostname)));
  }

  /** Whether the node has joined so lately that its node service is still to come. */
  boolean mayRegisterYet(String node) {
    return !isRegistered(node)
        && cluster
            .nodes()
            .find(ObjectKey.of(node))
            .map(found -> found.getMetadata().getCreationTimestamp())
            .map(Instant::parse)
            .filter(joined -> joined.plus(LONGEST_START).isAfter(clock.instant()))
            .isPresent();
  }

  /** That node, if it is there. */
  Optional<NodeChoice.Candidate> candidate(
      String node, LocalRequest request, StorageClass storageClass) {
    return cluster
        .nodes()
        .find(ObjectKey.of(node))
        .map(found -> candidate(found, request, storageClass, Map.of()));
  }

  /**
   * Every node, whether it will do or not.
   *
   * @param volumes how many local volumes each has
   */
  Stream<NodeChoice.Candidate> candidates(
      LocalRequest request, StorageClass storageClass, Map<String, Integer> volumes) {
    return cluster.nodes().stream().map(node -> candidate(node, request, storageClass, volumes));
  }

  private NodeChoice.Candidate candidate(
      Node node, LocalRequest request, StorageClass storageClass, Map<String, Integer> volumes) {
    String name = node.getMetadata().getName();
    return new NodeChoice.Candidate(
        name,
        refusal(node, request, storageClass),
        Schedulable.takesPods(node),
        volumes.getOrDefault(name, 0));
  }

  private Optional<String> refusal(Node node, LocalRequest request, StorageClass storageClass) {
    String name = node.getMetadata().getName();
    if (name.length() > LONGEST_NAME) {
      return Optional.of(
          "has a name of %d characters, and local volumes carry it in a label, which takes %d; rename the node"
              .formatted(name.length(), LONGEST_NAME));
    }
    if (!isRegistered(name)) {
      return Optional.of("does not run the node service of driver " + names.name());
    }
    Map<String, String> labels = new HashMap<>();
    Optional.ofNullable(node.getMetadata().getLabels()).ifPresent(labels::putAll);
    labels.put(names.topologyKey(), name);
    if (!Allowed.by(storageClass).allows(Segment.of(labels))) {
      return Optional.of(
          "is not in the allowedTopologies of class " + storageClass.getMetadata().getName());
    }
    try {
      var _ = roots.chosen(name, request.roots());
      return Optional.empty();
    } catch (Failure.InvalidRequest lacking) {
      return Optional.of("will not do: " + lacking.getMessage());
    }
  }

  private boolean isRegistered(String node) {
    return cluster
        .csiNodes()
        .find(ObjectKey.of(node))
        .flatMap(found -> Registration.of(found, names.name()))
        .isPresent();
  }
}
