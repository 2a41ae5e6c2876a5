package example.ebs.provisioner.topology;

import io.fabric8.kubernetes.api.model.TopologySelectorLabelRequirement;
import io.fabric8.kubernetes.api.model.TopologySelectorTerm;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A class's {@code allowedTopologies}: one of its terms must hold, and in it every expression. */
public record Allowed(List<TopologySelectorTerm> terms) {
  public static Allowed by(StorageClass storageClass) {
    return new Allowed(Optional.ofNullable(storageClass.getAllowedTopologies()).orElse(List.of()));
  }

  public boolean allows(Segment segment) {
    return terms.isEmpty() || terms.stream().anyMatch(term -> holds(term, segment.labels()));
  }

  private static boolean holds(TopologySelectorTerm term, Map<String, String> labels) {
    return term.getMatchLabelExpressions().stream()
        .allMatch(
            (TopologySelectorLabelRequirement expression) ->
                expression.getValues().contains(labels.getOrDefault(expression.getKey(), "")));
  }

  /** The values that the terms name, for a message. */
  List<String> values() {
    return terms.stream()
        .flatMap(term -> term.getMatchLabelExpressions().stream())
        .flatMap(expression -> expression.getValues().stream())
        .distinct()
        .sorted()
        .toList();
  }
}
