package example.ebs.provisioner.claim;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What Kubernetes' own controllers say to a provisioner by annotations of a claim. */
public final class ClaimAnnotations {
  /** Set by the scheduler once a pod of the claim has been placed. */
  public static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";

  /** The class, before there was a field for it. */
  static final String OLD_CLASS = "volume.beta.kubernetes.io/storage-class";

  private static final String PROVISIONER = "volume.kubernetes.io/storage-provisioner";
  private static final String OLD_PROVISIONER = "volume.beta.kubernetes.io/storage-provisioner";
  private static final String MIGRATED_TO = "pv.kubernetes.io/migrated-to";

  private ClaimAnnotations() {}

  /** Whether kube-controller-manager wants this driver to make the claim's volume. */
  static boolean isFor(PersistentVolumeClaim claim, String driver) {
    return Stream.of(
            get(claim, PROVISIONER).or(() -> get(claim, OLD_PROVISIONER)), get(claim, MIGRATED_TO))
        .flatMap(Optional::stream)
        .anyMatch(driver::equals);
  }

  /** The node that was chosen for the first pod; empty while there is none. */
  public static Optional<String> selectedNode(PersistentVolumeClaim claim) {
    return get(claim, SELECTED_NODE).filter(node -> !node.isEmpty());
  }

  static Optional<String> get(PersistentVolumeClaim claim, String key) {
    return Optional.ofNullable(all(claim).get(key));
  }

  static Map<String, String> all(PersistentVolumeClaim claim) {
    return Optional.ofNullable(claim.getMetadata().getAnnotations()).orElse(Map.of());
  }
}
