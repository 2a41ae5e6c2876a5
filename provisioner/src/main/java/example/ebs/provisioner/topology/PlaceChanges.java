package example.ebs.provisioner.topology;

import example.ebs.provisioner.cluster.Cluster;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.storage.CSINode;
import io.fabric8.kubernetes.api.model.storage.CSINodeDriver;
import io.fabric8.kubernetes.api.model.storage.CSINodeSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which changes of nodes may change where volumes can be made. */
public final class PlaceChanges {
  private PlaceChanges() {}

  /**
   * Tells of each from now on, on the watch's thread; before the cluster's watches start.
   *
   * @param changed must not wait
   */
  public static void watch(Cluster cluster, Runnable changed) {
    cluster
        .csiNodes()
        .onChange(
            (before, now) -> {
              if (isRegistrationChanged(before, now)) {
                changed.run();
              }
            },
            _ -> changed.run());
    cluster
        .nodes()
        .onChange(
            (before, now) -> {
              if (isPlaceChanged(before, now)) {
                changed.run();
              }
            },
            _ -> changed.run());
  }

  private static boolean isRegistrationChanged(Optional<CSINode> before, CSINode now) {
    return before.isEmpty() || !registrations(before.get()).equals(registrations(now));
  }

  /** By driver; without how many volumes have room, which some drivers tell every ten seconds. */
  private static Map<String, List<String>> registrations(CSINode node) {
    return Optional.ofNullable(node.getSpec())
        .map(CSINodeSpec::getDrivers)
        .orElse(List.of())
        .stream()
        .collect(
            Collectors.toMap(
                CSINodeDriver::getName,
                driver -> Optional.ofNullable(driver.getTopologyKeys()).orElse(List.of())));
  }

  /**
   * A node tells of itself all the time; whether it takes pods, and where it is, changes seldom.
   */
  private static boolean isPlaceChanged(Optional<Node> before, Node now) {
    return before.isEmpty()
        || !Objects.equals(before.get().getSpec(), now.getSpec())
        || !Objects.equals(before.get().getMetadata().getLabels(), now.getMetadata().getLabels());
  }
}
