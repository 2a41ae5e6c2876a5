package example.ebs.provisioner.drift;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    Map<Optional<String>, List<Named>> byVolume =
        named.stream().collect(Collectors.groupingBy(Named::volume));
    named.stream().filter(Named::settled).forEach(each -> lost(each, listed).ifPresent(found::add));
    listed.forEach(
        (volume, nodes) ->
            nodes.stream()
                .filter(node -> !isNamed(byVolume, volume, node))
                .forEach(node -> found.add(new LeftBehind(volume, node))));
    return found;
  }

  /** Also by one of which nobody knows what volume it means. */
  private static boolean isNamed(
      Map<Optional<String>, List<Named>> byVolume, String volume, String node) {
    return Stream.of(Optional.of(volume), Optional.<String>empty())
        .flatMap(each -> byVolume.getOrDefault(each, List.of()).stream())
        .anyMatch(each -> each.mayMean(volume, node));
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
