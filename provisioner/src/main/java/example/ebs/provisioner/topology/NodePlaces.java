package example.ebs.provisioner.topology;

import example.ebs.provisioner.cluster.Cluster;
import example.ebs.provisioner.cluster.Watched;
import example.ebs.provisioner.csi.Registration;
import example.ebs.provisioner.loop.ObjectKey;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.storage.CSINode;
import io.fabric8.kubernetes.api.model.storage.CSINodeDriver;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

/** Which nodes run the driver's node service, and where they are. */
public final class NodePlaces {
  private final Watched<Node> nodes;
  private final Watched<CSINode> csiNodes;
  private final String driver;

  private final AtomicLong changes = new AtomicLong();

  /** Of all nodes, made when it is asked for and good until a node changes. */
  private volatile Snapshot snapshot = new Snapshot(-1, false, new TreeMap<>(), List.of());

  /**
   * What all nodes say.
   *
   * @param after how many changes it was begun
   * @param segments every segment in which the node service runs, and whether pods can be placed
   *     there now
   * @param keys all labels that any node service tells places apart with
   */
  private record Snapshot(
      long after, boolean driver, SortedMap<Segment, Boolean> segments, List<String> keys) {}

  public NodePlaces(Cluster cluster, String driver) {
    this.nodes = cluster.nodes();
    this.csiNodes = cluster.csiNodes();
    this.driver = driver;
    PlaceChanges.watch(cluster, changes::incrementAndGet);
  }

  /** Where a node is, by the labels that the driver tells places apart with. */
  public Place place(String node) {
    Optional<Node> known = nodes.find(ObjectKey.of(node));
    if (known.isEmpty()) {
      return new Place.Gone();
    }
    Optional<List<String>> registered =
        csiNodes.find(ObjectKey.of(node)).flatMap(this::registration).map(NodePlaces::topologyKeys);
    if (registered.isEmpty() && !isDriverAnywhere()) {
      return new Place.NoDriver();
    }
    // Not registered yet, or again after a restart: where the node is does not depend on it.
    List<String> keys = registered.orElseGet(() -> snapshot().keys());
    return segment(known.get(), keys)
        .<Place>map(Place.Known::new)
        .orElseGet(() -> new Place.Unlabelled(keys));
  }

  /** Every segment in which the node service runs, and whether pods can be placed there now. */
  public SortedMap<Segment, Boolean> segments() {
    return snapshot().segments();
  }

  /** Whether any node runs the driver at all. */
  public boolean isDriverAnywhere() {
    return snapshot().driver();
  }

  private Snapshot snapshot() {
    Snapshot kept = snapshot;
    if (kept.after() != changes.get()) {
      kept = look();
      snapshot = kept;
    }
    return kept;
  }

  private Snapshot look() {
    long after = changes.get();
    boolean any = false;
    SortedMap<Segment, Boolean> segments = new TreeMap<>();
    SortedSet<String> allKeys = new TreeSet<>();
    for (CSINode csiNode : csiNodes.all()) {
      Optional<List<String>> keys = registration(csiNode).map(NodePlaces::topologyKeys);
      if (keys.isPresent()) {
        any = true;
        allKeys.addAll(keys.get());
        nodes
            .find(ObjectKey.of(csiNode.getMetadata().getName()))
            .ifPresent(node -> add(node, keys.get(), segments));
      }
    }
    return new Snapshot(
        after, any, Collections.unmodifiableSortedMap(segments), List.copyOf(allKeys));
  }

  private static void add(Node node, List<String> keys, SortedMap<Segment, Boolean> segments) {
    segment(node, keys)
        .ifPresent(
            segment -> segments.merge(segment, Schedulable.takesPods(node), Boolean::logicalOr));
  }

  private Optional<CSINodeDriver> registration(CSINode node) {
    return Registration.of(node, driver);
  }

  private static List<String> topologyKeys(CSINodeDriver registered) {
    return Optional.ofNullable(registered.getTopologyKeys()).orElse(List.of());
  }

  private static Optional<Segment> segment(Node node, List<String> keys) {
    Map<String, String> labels =
        Optional.ofNullable(node.getMetadata().getLabels()).orElse(Map.of());
    if (!labels.keySet().containsAll(keys)) {
      return Optional.empty();
    }
    SortedMap<String, String> found = new TreeMap<>(labels);
    found.keySet().retainAll(keys);
    return Optional.of(new Segment(found));
  }

  /** What is known of a node's place. */
  public sealed interface Place {
    record Known(Segment segment) implements Place {}

    /** The node does not exist any more. */
    record Gone() implements Place {}

    /** No node at all runs the driver, so nobody knows how it tells places apart. */
    record NoDriver() implements Place {}

    /** The node lacks a label that the driver tells places apart with. */
    record Unlabelled(List<String> keys) implements Place {}
  }
}
