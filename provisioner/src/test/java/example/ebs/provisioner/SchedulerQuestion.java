package example.ebs.provisioner;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.storage.CSIStorageCapacity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the scheduler asks before it places a pod on a node, and an autoscaler of a node that it
 * might make: does any object of the class say that there is room for it? As Kubernetes 1.37.2 does
 * (volumebinding: hasEnoughCapacity, nodeHasAccess).
 */
public final class SchedulerQuestion {
  private SchedulerQuestion() {}

  /** Whether a pod with a claim of that class may go to a node with these labels. */
  public static boolean mayPlace(FakeApi api, String storageClass, Map<String, String> node) {
    return api.objects(CSIStorageCapacity.class).stream()
        .filter(told -> told.getStorageClassName().equals(storageClass))
        .filter(SchedulerQuestion::hasRoomForTheLargest)
        .anyMatch(told -> isSelected(Optional.ofNullable(told.getNodeTopology()), node));
  }

  /** 64 TiB, as io2 Block Express has it. */
  private static boolean hasRoomForTheLargest(CSIStorageCapacity told) {
    return Optional.ofNullable(told.getCapacity())
        .map(Quantity::getNumericalAmount)
        .filter(room -> room.compareTo(new Quantity("64Ti").getNumericalAmount()) >= 0)
        .isPresent();
  }

  /** No selector selects nothing, and one that says nothing selects everything. */
  private static boolean isSelected(Optional<LabelSelector> selector, Map<String, String> node) {
    return selector
        .filter(
            terms ->
                node.entrySet()
                    .containsAll(
                        Optional.ofNullable(terms.getMatchLabels()).orElse(Map.of()).entrySet()))
        .filter(
            terms ->
                Optional.ofNullable(terms.getMatchExpressions()).orElse(List.of()).stream()
                    .allMatch(expression -> holds(expression, node)))
        .isPresent();
  }

  private static boolean holds(LabelSelectorRequirement expression, Map<String, String> node) {
    String key = expression.getKey();
    boolean listed = node.containsKey(key) && expression.getValues().contains(node.get(key));
    return switch (expression.getOperator()) {
      case "In" -> listed;
      case "NotIn" -> !listed;
      case "Exists" -> node.containsKey(key);
      case "DoesNotExist" -> !node.containsKey(key);
      default -> throw new AssertionError("no such operator: " + expression);
    };
  }
}
