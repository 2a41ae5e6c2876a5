package example.ebs.provisioner.topology;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Taint;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether pods are placed on a node now. */
public final class Schedulable {
  private Schedulable() {}

  /** A taint that somebody chose does not close a node: there are pods that tolerate it. */
  public static boolean takesPods(Node node) {
    return !Boolean.TRUE.equals(node.getSpec().getUnschedulable())
        && taints(node)
            .filter(taint -> !"PreferNoSchedule".equals(taint.getEffect()))
            .map(Taint::getKey)
            .noneMatch(
                key ->
                    key.startsWith("node.kubernetes.io/")
                        || key.equals("node-role.kubernetes.io/control-plane"));
  }

  private static Stream<Taint> taints(Node node) {
    return Optional.ofNullable(node.getSpec().getTaints()).stream().flatMap(List::stream);
  }
}
