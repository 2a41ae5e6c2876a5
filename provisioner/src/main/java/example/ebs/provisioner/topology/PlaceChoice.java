package example.ebs.provisioner.topology;

import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Chooses where a claim's volume may be born: where its pod was placed, or else where pods can be
 * placed and the class allows it; never where no node runs the driver.
 */
public final class PlaceChoice {
  private static final Segment EVERYWHERE = Segment.of(Map.of());
  private static final String NO_DRIVER = "no node runs the driver's node service yet";
  private static final String NO_LABELS =
      "no node that runs the driver has the labels by which the driver knows where it is";

  private final NodePlaces places;
  private final FullSegments full;

  public PlaceChoice(NodePlaces places, FullSegments full) {
    this.places = places;
    this.full = full;
  }

  /** For a claim whose pod has been placed on the node. */
  public Choice forNode(String node, StorageClass storageClass) {
    return switch (places.place(node)) {
      case NodePlaces.Place.Gone _ ->
          new Choice.AnotherNode("node " + node + ", chosen for the pod, does not exist any more");
      case NodePlaces.Place.NoDriver _ -> new Choice.NotNow(NO_DRIVER);
      case NodePlaces.Place.Unlabelled unlabelled ->
          new Choice.NotNow(
              "node %s lacks some of the labels %s, by which the driver knows where it is"
                  .formatted(node, unlabelled.keys()));
      case NodePlaces.Place.Known known -> inNodesPlace(node, known.segment(), storageClass);
    };
  }

  private static Choice inNodesPlace(String node, Segment segment, StorageClass storageClass) {
    if (segment.labels().isEmpty()) {
      return new Choice.Chosen(Requirement.none());
    }
    Allowed allowed = Allowed.by(storageClass);
    if (!allowed.allows(segment)) {
      return new Choice.AnotherNode(
          "node %s, chosen for the pod, is in %s, and class %s allows %s only"
              .formatted(node, segment, storageClass.getMetadata().getName(), allowed.values()));
    }
    return new Choice.Chosen(new Requirement(List.of(segment)));
  }

  /** Whether the class lets a volume be born there, wherever it is. */
  public boolean isAllowed(Requirement requirement, StorageClass storageClass) {
    Allowed allowed = Allowed.by(storageClass);
    return requirement.preferred().isEmpty()
        ? allowed.terms().isEmpty() || places.segments().containsKey(EVERYWHERE)
        : requirement.preferred().stream().allMatch(allowed::allows);
  }

  /** For a claim that is to have its volume before there is a pod. */
  public Choice anywhere(String claim, StorageClass storageClass) {
    String className = storageClass.getMetadata().getName();
    Allowed allowed = Allowed.by(storageClass);
    SortedMap<Segment, Boolean> segments = places.segments();
    if (segments.containsKey(EVERYWHERE)) {
      return new Choice.Chosen(Requirement.none());
    }
    List<Segment> open =
        segments.entrySet().stream()
            .filter(place -> place.getValue() && allowed.allows(place.getKey()))
            .map(Map.Entry::getKey)
            .toList();
    if (open.isEmpty()) {
      return new Choice.NotNow(refusals(segments, allowed, className));
    }
    List<Segment> order = new ArrayList<>(Spreading.order(claim, open));
    // A stable sort: what was full a moment ago comes last, the rest stays in order.
    order.sort(Comparator.comparing(segment -> full.fullUntil(className, segment).isPresent()));
    return new Choice.Chosen(new Requirement(order));
  }

  private String refusals(SortedMap<Segment, Boolean> segments, Allowed allowed, String className) {
    Stream<String> known =
        segments.entrySet().stream()
            .map(
                place ->
                    place.getKey() + ": " + refusal(place.getKey(), place.getValue(), allowed));
    TreeSet<String> unknown = new TreeSet<>(allowed.values());
    segments.keySet().forEach(segment -> unknown.removeAll(segment.labels().values()));
    Stream<String> nobody =
        unknown.stream()
            .map(value -> value + ": allowed by the class, but no node there runs the driver");
    List<String> reasons = Stream.concat(known, nobody).toList();
    return "no place for a volume of class %s: %s"
        .formatted(className, reasons.isEmpty() ? nowhere() : String.join("; ", reasons));
  }

  private String nowhere() {
    return places.isDriverAnywhere() ? NO_LABELS : NO_DRIVER;
  }

  private static String refusal(Segment segment, boolean schedulable, Allowed allowed) {
    if (!allowed.allows(segment)) {
      return "not in the class's allowedTopologies";
    }
    return schedulable ? "allowed" : "no node there takes pods now";
  }

  /** What became of the choice. */
  public sealed interface Choice {
    record Chosen(Requirement requirement) implements Choice {}

    /** The node that was chosen for the pod will not do; the scheduler must choose again. */
    record AnotherNode(String reason) implements Choice {}

    /** There is no place, as things stand. */
    record NotNow(String reason) implements Choice {}
  }
}
