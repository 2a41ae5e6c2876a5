package example.ebs.provisioner.drift;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where Kubernetes and the driver do not agree. */
sealed interface Difference {
  String volume();

  String node();

  /**
   * A VolumeAttachment says attached, and the driver does not.
   *
   * @param attachment the VolumeAttachment's uid
   */
  record Lost(String attachment, String volume, String node) implements Difference {}

  /** The driver says attached, and no VolumeAttachment says anything. */
  record LeftBehind(String volume, String node) implements Difference {}

  /**
   * All differences.
   *
   * @param listed by volume, the ids of the nodes that have it; a volume that is not listed is one
   *     of which the driver says nothing
   */
  static Set<Difference> between(Map<String, Set<String>> listed, Collection<Named> named) {
    Set<Difference> found = new HashSet<>();
    named.stream().filter(Named::settled).forEach(each -> lost(each, listed).ifPresent(found::add));
    listed.forEach(
        (volume, nodes) ->
            nodes.stream()
                .filter(node -> named.stream().noneMatch(each -> each.mayMean(volume, node)))
                .forEach(node -> found.add(new LeftBehind(volume, node))));
    return found;
  }

  /** Only where the driver knows the volume: of one that it does not list, nothing is known. */
  private static Optional<Difference> lost(Named named, Map<String, Set<String>> listed) {
    Optional<Set<String>> there = named.volume().flatMap(id -> Optional.ofNullable(listed.get(id)));
    return there.isPresent() && named.nodes().stream().noneMatch(there.get()::contains)
        ? named.nodes().stream()
            .findFirst()
            .map(node -> new Lost(named.uid(), named.volume().orElse(""), node))
        : Optional.empty();
  }
}
