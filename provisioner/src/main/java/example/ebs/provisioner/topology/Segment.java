package example.ebs.provisioner.topology;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A place by topology labels, such as a zone.
 *
 * @param labels sorted by key
 */
public record Segment(SortedMap<String, String> labels) implements Comparable<Segment> {
  /** Kubernetes' own label for zones, which autoscalers know of nodes that do not exist yet. */
  public static final String ZONE = "topology.kubernetes.io/zone";

  public Segment {
    labels = new TreeMap<>(labels);
  }

  public static Segment of(Map<String, String> labels) {
    return new Segment(new TreeMap<>(labels));
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static Segment parse(String text) {
    return of(
        Arrays.stream(text.split(",", -1))
            .map(pair -> pair.split("=", -1))
            .peek(
                pair -> {
                  if (pair.length != 2) {
                    throw new IllegalArgumentException("not labels: " + text);
                  }
                })
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (_, last) -> last)));
  }

  /**
   * The label by which nodes outside are told apart from those inside: that of the zone, or the
   * only one. A selector cannot say that not all of several labels hold.
   */
  public Optional<Map.Entry<String, String>> tellingLabel() {
    return labels.entrySet().stream()
        .filter(label -> label.getKey().equals(ZONE) || labels.size() == 1)
        .findFirst();
  }

  /** Whether a place with these labels lies within this segment. */
  public boolean contains(Map<String, String> place) {
    return place.entrySet().containsAll(labels.entrySet());
  }

  @Override
  public int compareTo(Segment other) {
    return toString().compareTo(other.toString());
  }

  /** {@code key=value}, separated by commas; label keys and values hold neither. */
  @Override
  public String toString() {
    return labels.entrySet().stream()
        .map(label -> label.getKey() + "=" + label.getValue())
        .collect(Collectors.joining(","));
  }
}
