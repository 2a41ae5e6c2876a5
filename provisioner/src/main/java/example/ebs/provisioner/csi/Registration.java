package example.ebs.provisioner.csi;

import io.fabric8.kubernetes.api.model.storage.CSINode;
import io.fabric8.kubernetes.api.model.storage.CSINodeDriver;
import java.util.List;
import java.util.Optional;

/** What a node's kubelet wrote of a driver when its node service registered. */
public final class Registration {
  private Registration() {}

  /** The entry of that driver; empty when its node service does not run there. */
  public static Optional<CSINodeDriver> of(CSINode node, String driver) {
    // A node without any driver says null, not an empty list.
    return Optional.ofNullable(node.getSpec().getDrivers()).stream()
        .flatMap(List::stream)
        .filter(entry -> driver.equals(entry.getName()))
        .findFirst();
  }
}
