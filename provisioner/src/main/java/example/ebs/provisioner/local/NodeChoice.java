package example.ebs.provisioner.local;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** On which node a local volume is to be; pure. */
sealed interface NodeChoice {
  record Chosen(String node) implements NodeChoice {}

  /** The node that was chosen for the pod will not do, and others would. */
  record AnotherNode(String reason) implements NodeChoice {}

  /** There is no node for it, as things stand. */
  record NotNow(String reason) implements NodeChoice {}

  /**
   * For a claim whose pod has been placed on the node.
   *
   * @param placed the node, if it is there
   * @param all asked only where that one will not do
   */
  static NodeChoice of(String node, Optional<Candidate> placed, Supplier<Stream<Candidate>> all) {
    if (placed.isEmpty()) {
      return new AnotherNode("node " + node + ", chosen for the pod, does not exist any more");
    }
    Optional<String> refusal = placed.get().refusal();
    if (refusal.isEmpty()) {
      return new Chosen(node);
    }
    String reason = "node %s, chosen for the pod, %s".formatted(node, refusal.get());
    return all.get().anyMatch(candidate -> candidate.refusal().isEmpty())
        ? new AnotherNode(reason)
        : new NotNow(reason);
  }

  /** For a claim that is to have its volume before there is a pod: where there are fewest. */
  static NodeChoice anywhere(List<Candidate> all) {
    return all.stream()
        .filter(candidate -> candidate.refusal().isEmpty() && candidate.takesPods())
        .min(Comparator.comparingInt(Candidate::volumes).thenComparing(Candidate::node))
        .<NodeChoice>map(candidate -> new Chosen(candidate.node()))
        .orElseGet(() -> new NotNow(refusals(all)));
  }

  private static String refusals(List<Candidate> all) {
    String each =
        all.stream()
            .map(
                candidate ->
                    candidate.node() + " " + candidate.refusal().orElse("takes no pods now"))
            .sorted()
            .collect(Collectors.joining("; "));
    return "no node for a local volume: "
        + (each.isEmpty() ? "there is none in this cluster" : each);
  }

  /**
   * A node that might have the volume.
   *
   * @param refusal why it cannot, as words that follow its name
   * @param takesPods whether pods are placed there now
   * @param volumes how many local volumes it has already
   */
  record Candidate(String node, Optional<String> refusal, boolean takesPods, int volumes) {}
}
